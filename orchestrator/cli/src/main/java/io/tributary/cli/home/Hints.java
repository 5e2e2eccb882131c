package io.tributary.cli.home;

import io.tributary.cli.command.ShellWord;
import io.tributary.cli.output.Table;
import io.tributary.core.RunHome;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Commands to go on with, as they can be pasted: with the program, the home and the metadata of
 * this one.
 */
public record Hints(String program, String place) {
  private static final String PROGRAM = System.getProperty("tributary.program", "tributary");

  /** For commands that need no home. */
  public static Hints anywhere() {
    return new Hints(PROGRAM, "");
  }

  public static Hints of(RunHome home) {
    var byDefault =
        Path.of(Optional.ofNullable(System.getenv("TRIBUTARY_HOME")).orElse(".tributary"))
            .toAbsolutePath()
            .normalize();
    return new Hints(
        PROGRAM,
        (home.directory().equals(byDefault)
                ? ""
                : " --home " + ShellWord.of(home.directory().toString()))
            + metadata(home));
  }

  /** The address, without its password, unless the home or the environment tells it anyway. */
  private static String metadata(RunHome home) {
    boolean known =
        home.hasOwnMetadata() || home.metadataAddress().equals(System.getenv(Home.METADATA));
    var location = home.metadata().location();
    return known
        ? ""
        : " --metadata "
            + ShellWord.of(location.contains("://") ? location : RunHome.SQLITE + location);
  }

  /** For example {@code ./tributary show latest --home /data/home}. */
  public String command(String arguments) {
    return program + " " + arguments + place;
  }

  /** Prints commands, each with what it is good for, as a block. */
  public void print(PrintWriter out, Map<String, String> purposes) {
    int width = purposes.keySet().stream().mapToInt(key -> command(key).length()).max().orElse(0);
    var label = "next";
    for (var entry : purposes.entrySet()) {
      out.println(
          Table.pad(label, 12) + Table.pad(command(entry.getKey()), width + 2) + entry.getValue());
      label = "";
    }
  }
}
