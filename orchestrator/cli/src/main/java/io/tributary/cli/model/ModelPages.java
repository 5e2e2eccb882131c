package io.tributary.cli.model;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.UsageException;
import io.tributary.cli.output.JsonOutput;
import io.tributary.components.json.Json;
import io.tributary.components.message.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/** How what is known of models is shown: in words, as JSON, or as a page in a file. */
final class ModelPages {
  private final Command command;
  private final Given<Path> file;
  private final Given<Boolean> json;

  /** Adds the options to {@code command}. */
  ModelPages(Command command) {
    this.command = command;
    file =
        command.option(
            "--out",
            "FILE",
            Path.class,
            "Write a page for a browser, or JSON if the name ends with .json; it needs no network.");
    json = command.flag("--json", "Print JSON.");
  }

  /** Whether a page is written. */
  boolean isWritten() {
    return file.find().isPresent();
  }

  /**
   * Refuses a file that cannot be written, before anything is gathered.
   *
   * @throws UsageException if there cannot be such a file
   */
  void check() {
    if (file.find().map(Files::isDirectory).orElse(false)) {
      throw new UsageException(
          "--out", file.value() + ", a directory", "a file", "write a name in that directory");
    }
  }

  /**
   * Shows it as it was asked for.
   *
   * @param words prints it for people
   */
  void show(Map<String, Object> fields, Supplier<String> html, Runnable words) throws IOException {
    if (isWritten()) {
      write(file.value(), fields, html);
    }
    if (json.value()) {
      JsonOutput.print(command.out(), fields);
    } else {
      words.run();
      file.find().ifPresent(path -> command.out().println("written  " + path));
    }
    command.out().flush();
  }

  private static void write(Path file, Map<String, Object> fields, Supplier<String> html)
      throws IOException {
    var folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    if (file.toString().endsWith(".json")) {
      WholeFile.write(file, Json.write(fields));
    } else {
      WholeFile.write(file, html.get());
    }
  }
}
