package io.tributary.tribuo;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.Training;

/** A linear model of as many features as there are; {@code transform.sh open-linear} opens it. */
public final class WideTraining implements Training {
  @Override
  public Algorithm define() {
    return new LinearRegression().withEpochs(1);
  }
}
