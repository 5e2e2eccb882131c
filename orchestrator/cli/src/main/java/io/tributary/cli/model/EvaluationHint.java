package io.tributary.cli.model;

import io.tributary.cli.command.ShellWord;
import io.tributary.cli.home.Hints;
import java.nio.file.Path;

/** What to do with a model that has just been written. */
final class EvaluationHint {
  private EvaluationHint() {}

  static String of(Path model) {
    return "next     "
        + Hints.anywhere().command("model evaluate ROWS --model " + ShellWord.of(model.toString()))
        + ", with rows that it has not learned from";
  }
}
