package io.tributary.cli.model;

import io.tributary.cli.command.CommandGroup;
import io.tributary.cli.home.Home;
import java.util.List;

/** The group of commands that work on models. */
public final class ModelCommands {
  private ModelCommands() {}

  public static CommandGroup model(Home home) {
    return new CommandGroup(
        "model",
        "Works on models: makes, asks, judges, describes and compares them.",
        List.of(
            new ModelAutoCommand(home),
            new ModelCardCommand(home),
            new ModelCompareCommand(home),
            new ModelEvaluateCommand(),
            new ModelFitTransformCommand(),
            new ModelPredictCommand(),
            new ModelTrainCommand(),
            new ModelTrialsCommand(home)));
  }
}
