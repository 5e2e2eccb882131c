package io.tributary.cli.home;

import io.tributary.cli.command.Given;
import io.tributary.cli.command.UsageException;
import io.tributary.core.RunHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/** Where state lives: two options, which every command takes. */
public final class Home {
  /** The environment variable that stands in for the option. */
  public static final String METADATA = "TRIBUTARY_METADATA";

  private static final String DATABASE = "metadata.db";

  private final OptionSpec option =
      OptionSpec.builder("--home")
          .scopeType(ScopeType.INHERIT)
          .paramLabel("DIR")
          .type(Path.class)
          .defaultValue("${env:TRIBUTARY_HOME:-.tributary}")
          .description(
              "Folder of metadata.db, artifacts/, serving/, jars/ and runs/ (default:"
                  + " ${DEFAULT-VALUE}).")
          .build();

  private final OptionSpec metadata =
      OptionSpec.builder("--metadata")
          .scopeType(ScopeType.INHERIT)
          .paramLabel("ADDRESS")
          .type(String.class)
          .defaultValue("${env:" + METADATA + "}")
          .description(
              "Metadata database, where it is not metadata.db of the home: postgresql://...,"
                  + " sqlite:FILE, or a server's grpc://HOST:PORT.")
          .build();

  public List<OptionSpec> options() {
    return List.of(option, metadata);
  }

  /** Opens the home, making it if it does not exist. */
  public RunHome open() {
    var address = metadata();
    return address.isPresent()
        ? RunHome.open(directory(), address.get(), Clock.systemUTC())
        : RunHome.open(directory(), Clock.systemUTC());
  }

  /**
   * Opens the home of a run that may exist: where only the metadata is named, the home in which the
   * run was started.
   */
  public RunHome openFor(String runId) {
    var address = metadata();
    if (address.isPresent() && !new Given<Path>(option).isGiven()) {
      var started = RunHome.ofRun(runId, address.get(), Clock.systemUTC());
      if (started.isPresent()) {
        return started.get();
      }
    }
    return open();
  }

  /** The address of the metadata, where it is not the home's own. */
  public Optional<String> metadata() {
    return new Given<String>(metadata).find().filter(address -> !address.isEmpty());
  }

  /** Whether there is one. */
  public boolean exists() {
    return metadata().isPresent() || Files.exists(directory().resolve(DATABASE));
  }

  /** Opens a home that must exist. */
  public RunHome openExisting() {
    if (!exists()) {
      throw new UsageException(
          "--home",
          directory().toString(),
          "a folder in which a pipeline has been run",
          "run one first: tributary run chicago-taxi; or name the folder with --home");
    }
    return open();
  }

  /** Whether the user has said where state lives. */
  private boolean isNamed() {
    return new Given<Path>(option).isGiven() || metadata().isPresent();
  }

  /** The home among whose artifacts a folder is, if the user has named none. */
  public Optional<Path> around(Path folder) throws IOException {
    for (var above = folder.toRealPath(); !isNamed() && above != null; above = above.getParent()) {
      if (above.endsWith("artifacts") && Files.exists(above.resolveSibling(DATABASE))) {
        return Optional.of(above.resolveSibling(""));
      }
    }
    return Optional.empty();
  }

  /**
   * Opens the home among whose artifacts a folder may be: the one that is named, or, if none is,
   * the one {@link #around} it.
   *
   * @return empty if there is no home
   */
  public Optional<RunHome> openAround(Path folder) throws IOException {
    var around = around(folder);
    if (around.isPresent()) {
      return around.map(directory -> RunHome.open(directory, Clock.systemUTC()));
    }
    return exists() ? Optional.of(open()) : Optional.empty();
  }

  /** Opens the home of that directory, which was open before. */
  public RunHome openAgain(Path opened) {
    return opened.equals(directory().toAbsolutePath().normalize())
        ? open()
        : RunHome.open(opened, Clock.systemUTC());
  }

  public Path directory() {
    var directory = new Given<Path>(option).value();
    if (directory.toString().isEmpty()) {
      throw new UsageException(
          "--home", "''", "the name of a folder", "write one, or . for the current folder");
    }
    return directory;
  }
}
