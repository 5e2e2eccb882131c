package io.tributary.tribuo;

import io.tributary.components.benchmark.ThisProcess;
import io.tributary.components.trainer.Exported;
import io.tributary.components.trainer.Labels;
import io.tributary.components.trainer.TrainingData;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How long XGBoost takes to learn big tips from taxi trips, the file repeated: from features in
 * memory to the fitted model, handing over included. Prints a line of JSON. Arguments: rows, of
 * which four fifths are learnt from, and rounds. {@code pipelines/benchmarks/train.sh xgboost} runs
 * it beside its peer.
 */
final class XgBoostBenchmark {
  private XgBoostBenchmark() {}

  public static void main(String[] args) throws Exception {
    int rows = Integer.parseInt(args[0]);
    var algorithm = new XgBoost().withRounds(Integer.parseInt(args[1])).withLearningRate(0.3);
    var trips = TaxiTrips.read();
    var chosen = TaxiTrips.rows(rows, row -> !TaxiTrips.isTest(row));
    var data =
        new TrainingData(trips.forTips(chosen), Labels.binary("tip", trips.bigTips(chosen)), "00");
    var test = TaxiTrips.rows(rows, row -> row % 50 == 4);
    var others = trips.forTips(test);
    var labels = trips.bigTips(test);

    long began = System.nanoTime();
    var model = algorithm.fit(data, 0);
    double seconds = (System.nanoTime() - began) / 1e9;

    try (var exported = new Exported(model, others)) {
      var scores = exported.predict(others);
      double auc =
          XgBoostTaxiTest.auc(
              IntStream.range(0, scores.length).mapToDouble(i -> scores[i]).toArray(),
              IntStream.range(0, labels.length).mapToDouble(i -> labels[i]).toArray());
      System.out.printf(
          Locale.ROOT,
          "{\"train_rows\": %d, \"rounds\": %d, \"seconds\": %.3f, \"auc\": %.6f,"
              + " \"peak_mb\": %s}%n",
          chosen.length,
          algorithm.rounds(),
          seconds,
          auc,
          ThisProcess.peakMegabytes());
    }
  }
}
