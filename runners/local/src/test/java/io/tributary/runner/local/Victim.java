package io.tributary.runner.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.metadata.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;

/** What is killed in the middle of a run, as kill -9 does, and comes back. */
interface Victim extends AutoCloseable {

  /** Where the metadata of a new run is. */
  String address();

  /** Kills it, and starts it again. */
  void kill(Process launcher) throws IOException;

  @Override
  void close();

  /** The process that conducts the run; whoever started it starts it again. */
  record Launcher(Path database) implements Victim {
    @Override
    public String address() {
      return "sqlite:" + database;
    }

    @Override
    public void kill(Process launcher) {
      launcher.destroyForcibly();
    }

    @Override
    public void close() {}
  }

  /** The metadata server that all processes of the run talk to. */
  final class Server implements Victim {
    private final String database;
    private Process process;
    private final int port;

    Server(Path database) throws IOException {
      this.database = "sqlite:" + database;
      this.process = start(0);
      this.port = awaitPort(process);
    }

    private Process start(int wanted) throws IOException {
      return new ProcessBuilder(Conductor.java(Serving.class, database, Integer.toString(wanted)))
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    }

    private static int awaitPort(Process process) throws IOException {
      var line = process.inputReader(UTF_8).readLine();
      if (line == null) {
        throw new IOException("the metadata server did not start");
      }
      return Integer.parseInt(line);
    }

    @Override
    public String address() {
      return "grpc://127.0.0.1:" + port;
    }

    @Override
    public void kill(Process launcher) throws IOException {
      process.destroyForcibly().onExit().join();
      process = start(port);
      awaitPort(process);
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  /** The server of the database. */
  final class Postgres implements Victim {
    private final String address = PostgresServer.shared().newDatabase();

    @Override
    public String address() {
      return address;
    }

    @Override
    public void kill(Process launcher) throws IOException {
      PostgresServer.shared().kill();
      PostgresServer.shared().restart();
    }

    @Override
    public void close() {}
  }
}
