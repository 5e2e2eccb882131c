package io.tributary.pipelines.penguins;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.Training;
import io.tributary.tribuo.LogisticRegression;

/** How the model of penguins is trained. */
public final class PenguinTraining implements Training {
  @Override
  public Algorithm define() {
    return new LogisticRegression();
  }
}
