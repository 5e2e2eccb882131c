package io.tributary.components.trainer;

import io.tributary.api.Channel;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.Run;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Model;
import io.tributary.api.digest.Sha256;
import io.tributary.components.transform.FittedTransform;
import io.tributary.components.transform.FittedTransform.Label;
import io.tributary.components.transform.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What models are trained on.
 *
 * @param where what messages call the node
 * @param labels those that the task is about
 * @param vocabularies digests of the vocabularies of id features, by feature
 */
record TrainingInput(
    String where,
    Run<?> run,
    Channel<Examples> examples,
    FittedTransform transform,
    List<Label> labels,
    Map<String, String> vocabularies) {

  /**
   * With the vocabularies of a transform.
   *
   * @param directory the payload of the transform graph
   */
  static TrainingInput of(
      String where,
      Run<?> run,
      Channel<Examples> examples,
      FittedTransform transform,
      List<Label> labels,
      Path directory)
      throws IOException {
    var digests = new TreeMap<String, String>();
    for (var feature : transform.features()) {
      var file =
          directory.resolve(FittedTransform.VOCABULARY_DIRECTORY).resolve(feature.name() + ".txt");
      if (Files.exists(file)) {
        digests.put(feature.name(), Sha256.of(file));
      }
    }
    return new TrainingInput(where, run, examples, transform, labels, digests);
  }

  /** Fails unless the examples have a split. */
  void requireSplit(String what, String name) {
    var splits = run.input(examples).splits();
    if (!splits.contains(name)) {
      throw new ExecutionFailure(
          Code.INVALID_ARGUMENT,
          new Explanation(
              where + " > " + what,
              "'" + name + "'",
              "one of " + splits,
              "name a split of the examples"));
    }
  }

  /** The rows to learn from. */
  TrainingData load(String split) throws IOException {
    return loader(split, transform.weight())
        .load(run.dataset(examples, split), digest(), run.allocator());
  }

  /** Rows to be judged by a model of {@code data}. */
  TrainingData loadEvaluation(String split, TrainingData data) throws IOException {
    // how much a row counts is for learning alone
    return loader(split, Optional.empty())
        .loadEvaluation(
            run.dataset(examples, split), digest(), run.allocator(), data.labels().classes());
  }

  private String digest() {
    return run.input(examples).digest();
  }

  private ExamplesLoader loader(String split, Optional<String> weight) {
    return new ExamplesLoader(
        where + " > split '" + split + "'", transform.features(), labels, weight, Task.of(labels));
  }

  /** The native form of the model to start from, which is held against the data. */
  Optional<Path> base(Optional<Channel<Model>> channel, TrainingData data) throws IOException {
    var base = run.input(channel);
    if (base.isEmpty()) {
      return Optional.empty();
    }
    var model = new BaseModel(base.get().path());
    model.check(where, data.labels(), transform.features(), vocabularies);
    return Optional.of(model.nativeModel());
  }

  /** What is odd about the data, but keeps nobody from learning. */
  static List<String> warnings(TrainingData data) {
    var warnings = new ArrayList<String>();
    for (var column : data.features().columns()) {
      if (column.isConstant()) {
        warnings.add("feature '" + column.name() + "' is the same in all rows: it teaches nothing");
      }
    }
    long unknown = data.evaluation().stream().mapToLong(rows -> rows.labels().unknown()).sum();
    if (unknown > 0) {
      warnings.add(
          "evaluation split: " + unknown + " rows are of classes that the training rows lack");
    }
    return warnings;
  }
}
