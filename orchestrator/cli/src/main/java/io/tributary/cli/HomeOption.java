package io.tributary.cli;

import io.tributary.core.RunHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Where state lives; the same option on every command. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class HomeOption {
  @Option(
      names = "--home",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      defaultValue = "${env:TRIBUTARY_HOME:-.tributary}",
      description =
          "Folder of metadata.db, artifacts/, serving/ and runs/ (default: ${DEFAULT-VALUE}).")
  private Path directory;

  /** Opens the home, making it if it does not exist. */
  RunHome open() {
    return RunHome.open(directory, Clock.systemUTC());
  }

  /** Opens a home that must exist. */
  RunHome openExisting() {
    if (!Files.exists(directory.resolve("metadata.db"))) {
      throw new UsageException(
          "--home",
          directory.toString(),
          "a folder in which a pipeline has been run",
          "run one first: tributary run chicago-taxi; or name the folder with --home");
    }
    return open();
  }

  Path directory() {
    return directory;
  }
}
