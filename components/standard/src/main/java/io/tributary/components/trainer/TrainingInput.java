package io.tributary.components.trainer;

import io.tributary.api.Run;
import io.tributary.api.digest.Sha256;
import io.tributary.components.transform.FittedTransform;
import io.tributary.components.transform.FittedTransform.Label;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an algorithm learns from, as the options of a Trainer ask for it.
 *
 * @param where what messages call the node
 * @param labels those that the task is about
 * @param vocabularies digests of the vocabularies of id features, by feature
 */
record TrainingInput(
    String where,
    Trainer trainer,
    FittedTransform transform,
    List<Label> labels,
    Map<String, String> vocabularies) {

  /**
   * With the vocabularies of a transform.
   *
   * @param directory the payload of the transform graph
   */
  static TrainingInput of(
      String where, Trainer trainer, FittedTransform transform, List<Label> labels, Path directory)
      throws IOException {
    var digests = new TreeMap<String, String>();
    for (var feature : transform.features()) {
      var file =
          directory.resolve(FittedTransform.VOCABULARY_DIRECTORY).resolve(feature.name() + ".txt");
      if (Files.exists(file)) {
        digests.put(feature.name(), Sha256.of(file));
      }
    }
    return new TrainingInput(where, trainer, transform, labels, digests);
  }

  /** Reads the splits, weighs the classes, and holds the base model against the features. */
  TrainingData load(Run<Trainer.Outputs> run) throws IOException {
    var digest = run.input(trainer.examples()).digest();
    var data =
        loader(trainer.split())
            .load(run.dataset(trainer.examples(), trainer.split()), digest, run.allocator());
    if (trainer.classWeights().isPresent()) {
      data = data.withWeights(trainer.classWeights().get().ofRows(where, data.labels()));
    }
    if (trainer.evaluationSplit().isPresent()) {
      var split = trainer.evaluationSplit().get();
      var dataset = run.dataset(trainer.examples(), split);
      var classes = data.labels().classes();
      data =
          data.withEvaluation(
              loader(split).loadEvaluation(dataset, digest, run.allocator(), classes));
    }
    var base = run.input(trainer.baseModel());
    if (base.isPresent()) {
      var model = new BaseModel(base.get().path());
      model.check(where, data.labels(), transform.features(), vocabularies);
      data = data.withBase(model.nativeModel());
    }
    return data;
  }

  private ExamplesLoader loader(String split) {
    return new ExamplesLoader(
        where + " > split '" + split + "'", transform.features(), labels, Task.of(labels));
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
