package io.tributary.cli;

import io.tributary.core.RunHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/** Where state lives: one option, which every command takes. */
final class Home {
  private final OptionSpec option =
      OptionSpec.builder("--home")
          .scopeType(ScopeType.INHERIT)
          .paramLabel("DIR")
          .type(Path.class)
          .defaultValue("${env:TRIBUTARY_HOME:-.tributary}")
          .description(
              "Folder of metadata.db, artifacts/, serving/ and runs/ (default: ${DEFAULT-VALUE}).")
          .build();

  OptionSpec option() {
    return option;
  }

  /** Opens the home, making it if it does not exist. */
  RunHome open() {
    return RunHome.open(directory(), Clock.systemUTC());
  }

  /** Opens a home that must exist. */
  RunHome openExisting() {
    if (!Files.exists(directory().resolve("metadata.db"))) {
      throw new UsageException(
          "--home",
          directory().toString(),
          "a folder in which a pipeline has been run",
          "run one first: tributary run chicago-taxi; or name the folder with --home");
    }
    return open();
  }

  Path directory() {
    var directory = new Given<Path>(option).value();
    if (directory.toString().isEmpty()) {
      throw new UsageException(
          "--home", "''", "the name of a folder", "write one, or . for the current folder");
    }
    return directory;
  }
}
