package io.tributary.components.validator;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.api.InputArtifact;
import io.tributary.api.artifact.ExampleStatistics;
import io.tributary.components.statistics.StatisticsReader;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import java.io.IOException;

/**
 * Statistics with which those of examples are compared.
 *
 * @param input where they come from, as messages name it
 */
record OtherStatistics(String input, InputArtifact<ExampleStatistics> artifact) {

  /**
   * The statistics to compare those of a split with: of the split of the same name, or, where there
   * is but one split, of that.
   *
   * @throws ExecutionFailure if there are several, none of that name
   */
  DatasetFeatureStatistics of(String split) throws IOException {
    var splits = artifact.splits();
    if (splits.contains(split)) {
      return StatisticsReader.read(artifact.path(), split);
    }
    if (splits.size() == 1) {
      return StatisticsReader.read(artifact.path(), splits.get(0));
    }
    throw new ExecutionFailure(
        ExecutionFailure.Code.INVALID_ARGUMENT,
        new Explanation(
            input + " > split '" + split + "'",
            "not among the splits " + splits,
            "a split of the same name, or only one split",
            "make the splits of both alike, or exclude the split from the validation"));
  }
}
