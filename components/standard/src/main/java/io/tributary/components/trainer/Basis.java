package io.tributary.components.trainer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the rows before a program learns from them. The rows themselves are not kept.
 *
 * @param labels of all rows
 * @param weight the column that tells how much rows count
 * @param sample some of the rows
 * @param warnings what is odd about them, but keeps nobody from learning
 * @param base the native form of the model to start from
 */
record Basis(
    int rows,
    Labels labels,
    Optional<String> weight,
    FeatureMatrix sample,
    List<String> warnings,
    Optional<Path> base) {

  /**
   * Reads all rows.
   *
   * @throws io.tributary.api.ExecutionFailure that tells all that is wrong with them, or with the
   *     base model
   */
  static Basis of(TrainingInput input, ExternalTrainer trainer) throws IOException {
    var data = input.load(trainer.split());
    if (trainer.evaluationSplit().isPresent()) {
      data = data.withEvaluation(input.loadEvaluation(trainer.evaluationSplit().get(), data));
    }
    return new Basis(
        data.rows(),
        data.labels(),
        input.transform().weight(),
        data.features().sample(Verification.MAX_ROWS),
        TrainingInput.warnings(data),
        input.base(trainer.baseModel(), data));
  }
}
