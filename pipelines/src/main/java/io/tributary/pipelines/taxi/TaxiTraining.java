package io.tributary.pipelines.taxi;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.Training;
import io.tributary.tribuo.LogisticRegression;

/** How the taxi model is trained. */
public final class TaxiTraining implements Training {
  @Override
  public Algorithm define() {
    return new LogisticRegression().withEpochs(5);
  }
}
