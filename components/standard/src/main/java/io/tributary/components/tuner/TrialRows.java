package io.tributary.components.tuner;

import io.tributary.api.Channel;
import io.tributary.api.Run;
import io.tributary.api.artifact.Examples;
import io.tributary.components.trainer.ExamplesLoader;
import io.tributary.components.trainer.TrainingData;
import io.tributary.components.transform.FittedTransform;
import io.tributary.components.transform.Task;
import java.io.IOException;
import java.util.Optional;

/**
 * The rows of splits, as trials learn from them and are judged by them.
 *
 * @param where what messages call the node
 */
record TrialRows(
    String where, FittedTransform transform, Task task, Run<?> run, Channel<Examples> examples) {

  /** Rows to learn from, with their weights. */
  TrainingData learned(String split) throws IOException {
    return loader(split, transform.weight())
        .load(run.dataset(examples, split), digest(), run.allocator());
  }

  /** Rows to hold predictions of a model of {@code train} against: they all count the same. */
  TrainingData judged(String split, TrainingData train) throws IOException {
    return loader(split, Optional.empty())
        .loadEvaluation(
            run.dataset(examples, split), digest(), run.allocator(), train.labels().classes());
  }

  private String digest() {
    return run.input(examples).digest();
  }

  private ExamplesLoader loader(String split, Optional<String> weight) {
    return new ExamplesLoader(
        where + " > split '" + split + "'", transform.features(), transform.labels(), weight, task);
  }
}
