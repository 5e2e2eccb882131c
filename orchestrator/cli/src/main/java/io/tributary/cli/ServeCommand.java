package io.tributary.cli;

import io.tributary.serving.embedded.ModelServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "serve",
    description =
        "Serves the models of a repository over KServe v2 (gRPC and HTTP) on ONNX Runtime, until it is interrupted.",
    footer = {
      "",
      "Ask it:",
      "  curl localhost:8000/v2/repository/index -X POST",
      "  curl localhost:8000/v2/models/chicago-taxi"
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ServeCommand implements Callable<Integer> {
  @Option(
      names = "--repository",
      paramLabel = "DIR",
      description = "Model repository in Triton's layout (default: serving/ of the home).")
  private @Nullable Path repository;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description =
          "Interface to listen on (default: ${DEFAULT-VALUE}); there is no authentication.")
  private String host;

  @Option(
      names = "--grpc-port",
      paramLabel = "PORT",
      defaultValue = "8001",
      description = "0: any free port, -1: no gRPC (default: ${DEFAULT-VALUE}).")
  private int grpcPort;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "8000",
      description = "0: any free port, -1: no HTTP (default: ${DEFAULT-VALUE}).")
  private int httpPort;

  @ParentCommand private Tributary tributary;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    var directory =
        repository != null ? repository : tributary.home().directory().resolve("serving");
    if (!Files.isDirectory(directory)) {
      throw new UsageException(
          "--repository",
          directory.toString(),
          "a model repository",
          "run a pipeline that pushes a model, or name the folder");
    }
    var out = spec.commandLine().getOut();
    try (var server =
        ModelServer.serving(directory).host(host).grpcPort(grpcPort).httpPort(httpPort).start()) {
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
