package io.tributary.cli.server;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.UsageException;
import io.tributary.cli.home.Home;
import io.tributary.cli.output.Table;
import io.tributary.serving.embedded.ModelServer;
import java.nio.file.Files;
import java.nio.file.Path;

public final class ServeCommand extends Command {
  private final Home home;
  private final Given<Path> repository =
      option(
          "--repository",
          "DIR",
          Path.class,
          "Model repository in Triton's layout (default: serving/ of the home).");
  private final Given<String> host =
      option(
          "--host",
          "HOST",
          String.class,
          "127.0.0.1",
          "Interface to listen on (default: ${DEFAULT-VALUE}); there is no authentication.");
  private final Given<Integer> grpcPort =
      option(
          "--grpc-port",
          "PORT",
          Integer.class,
          "8001",
          "0: any free port, -1: no gRPC (default: ${DEFAULT-VALUE}).");
  private final Given<Integer> httpPort =
      option(
          "--http-port",
          "PORT",
          Integer.class,
          "8000",
          "0: any free port, -1: no HTTP (default: ${DEFAULT-VALUE}).");

  public ServeCommand(Home home) {
    super(
        "serve",
        "Serves the models of a repository over KServe v2 (gRPC and HTTP) on ONNX Runtime, until it is interrupted.");
    this.home = home;
    footer(
        "",
        "For example:",
        "  tributary serve",
        "  tributary serve --repository models --grpc-port 9001 --http-port -1",
        "Ask it:",
        "  curl localhost:8000/v2/repository/index -X POST",
        "  curl localhost:8000/v2/models/chicago-taxi");
  }

  @Override
  public Integer call() throws InterruptedException {
    var directory = repository.find().orElseGet(() -> home.directory().resolve("serving"));
    if (!Files.isDirectory(directory)) {
      throw new UsageException(
          "--repository",
          directory.toString(),
          "a model repository",
          "run a pipeline that pushes a model, or name the folder");
    }
    var out = out();
    try (var server =
        ModelServer.serving(directory)
            .host(host.value())
            .grpcPort(grpcPort.value())
            .httpPort(httpPort.value())
            .start()) {
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "tributary-stop-serving"));
      out.println("serving " + directory);
      var table = new Table("MODEL", "VERSION", "STATE", "REASON");
      server
          .models()
          .forEach(
              model -> table.row(model.name(), model.version(), model.state(), model.reason()));
      out.print(
          table.isEmpty()
              ? "no models yet: load one when it has been pushed" + System.lineSeparator()
              : table);
      server.grpcAddress().ifPresent(address -> out.println("gRPC  " + address));
      server.httpAddress().ifPresent(address -> out.println("HTTP  " + address));
      out.println("Ctrl-C stops it");
      out.flush();
      server.awaitStop();
      return ExitCode.OK;
    }
  }
}
