package io.tributary.pipelines.fare;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.Training;
import io.tributary.tribuo.XgBoost;

/** How the model of fares is trained. */
public final class FareTraining implements Training {
  @Override
  public Algorithm define() {
    return new XgBoost().withRounds(60);
  }
}
