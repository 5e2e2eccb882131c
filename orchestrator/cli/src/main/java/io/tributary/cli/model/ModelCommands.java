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
                new ModelTrialsCommand(home)))
        .withFooter(
            "",
            "From a table to answers:",
            "  tributary model auto january.csv --label sold --out model",
            "  tributary model evaluate february.csv --model model --out evaluation",
            "  tributary model predict model march.csv --out predictions.csv",
            "With features and a training of your own:",
            "  tributary model train january.csv --features org.example.Features \\",
            "    --training org.example.Boosting --jar mine.jar --out model");
  }
}
