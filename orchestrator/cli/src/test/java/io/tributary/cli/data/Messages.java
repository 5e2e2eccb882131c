package io.tributary.cli.data;

import io.tributary.components.statistics.StatisticsReader;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.DatasetFeatureStatisticsList;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.Histogram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small statistics, for commands to show. */
final class Messages {
  private Messages() {}

  /** Statistics of taxi trips: numbers {@code fare}, and texts {@code company}. */
  static DatasetFeatureStatistics trips(double meanFare, String company) {
    return DatasetFeatureStatistics.newBuilder()
        .setNumExamples(12)
        .addFeatures(numbers("fare", meanFare))
        .addFeatures(texts("company", company))
        .build();
  }

  private static FeatureNameStatistics numbers(String name, double mean) {
    var feature = FeatureNameStatistics.newBuilder().setName(name);
    feature.setType(FeatureNameStatistics.Type.FLOAT);
    var numbers = feature.getNumStatsBuilder().setMean(mean).setStdDev(2.5).setNumZeros(1);
    numbers.setMin(0).setMedian(1.25).setMax(40);
    numbers.getCommonStatsBuilder().setNumNonMissing(10).setNumMissing(2).setTotNumValues(10);
    numbers.getCommonStatsBuilder().setMinNumValues(1).setMaxNumValues(1).setAvgNumValues(1);
    numbers
        .addHistogramsBuilder()
        .setType(Histogram.HistogramType.STANDARD)
        .addBuckets(bucket(0, mean, 8))
        .addBuckets(bucket(mean, 40, 2));
    return feature.build();
  }

  private static Histogram.Bucket bucket(double low, double high, double count) {
    return Histogram.Bucket.newBuilder()
        .setLowValue(low)
        .setHighValue(high)
        .setSampleCount(count)
        .build();
  }

  private static FeatureNameStatistics texts(String name, String value) {
    var feature = FeatureNameStatistics.newBuilder().setName(name);
    feature.setType(FeatureNameStatistics.Type.STRING);
    var texts = feature.getStringStatsBuilder().setUnique(1).setAvgLength(value.length());
    texts.getCommonStatsBuilder().setNumNonMissing(12).setTotNumValues(12);
    texts.getCommonStatsBuilder().setMinNumValues(1).setMaxNumValues(1).setAvgNumValues(1);
    texts.addTopValuesBuilder().setValue(value).setFrequency(12);
    texts.getRankHistogramBuilder().addBucketsBuilder().setLabel(value).setSampleCount(12);
    return feature.build();
  }

  /** Writes statistics into a file of a directory. */
  static Path write(Path directory, String name, DatasetFeatureStatistics statistics)
      throws IOException {
    var file = directory.resolve(name);
    StatisticsReader.writeFile(file, statistics);
    return file;
  }

  /** Writes an artifact of statistics with splits train and eval. */
  static Path artifact(Path directory, double meanOfTrain, double meanOfEval) throws IOException {
    var train = Files.createDirectories(directory.resolve("Split-train"));
    var eval = Files.createDirectories(directory.resolve("Split-eval"));
    write(train, StatisticsReader.FILE, trips(meanOfTrain, "Checker"));
    write(eval, StatisticsReader.FILE, trips(meanOfEval, "Checker"));
    return directory;
  }

  /** Writes all examples and one slice, as TFDV does. */
  static Path sliced(Path directory) throws IOException {
    var list =
        DatasetFeatureStatisticsList.newBuilder()
            .addDatasets(trips(11.5, "Checker").toBuilder().setName("All Examples"))
            .addDatasets(trips(7.5, "Checker").toBuilder().setName("payment_type_Cash"));
    return Files.write(directory.resolve("sliced.pb"), list.build().toByteArray());
  }
}
