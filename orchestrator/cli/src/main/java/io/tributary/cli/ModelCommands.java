package io.tributary.cli;

import java.util.List;

/** The group of commands that work on models without a pipeline. */
final class ModelCommands {
  private ModelCommands() {}

  static CommandGroup model(Home home) {
    return new CommandGroup(
        "model",
        "Works on models without a pipeline.",
        List.of(
            new ModelAutoCommand(home),
            new ModelEvaluateCommand(),
            new ModelFitTransformCommand(),
            new ModelPredictCommand(),
            new ModelTrainCommand()));
  }
}
