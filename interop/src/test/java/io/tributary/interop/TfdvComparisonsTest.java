package io.tributary.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.TextFormat;
import io.tributary.api.data.DataEngine;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesWriter;
import io.tributary.components.distribution.Basis;
import io.tributary.components.distribution.ComparisonPolicy;
import io.tributary.components.schema.SchemaReader;
import io.tributary.components.statistics.DatasetStatistics;
import io.tributary.components.statistics.StatisticsOptions;
import io.tributary.components.statistics.StatisticsReader;
import io.tributary.components.validator.Validation;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Drift between random data that we described: what TFDV measures, and what we measure. */
@Timeout(600)
class TfdvComparisonsTest {
  private static final int CASES = 60;

  private static final String SCHEMA =
      """
      feature { name: "normal" type: FLOAT drift_comparator { jensen_shannon_divergence { threshold: 0.1 } } }
      feature { name: "odd" type: FLOAT drift_comparator { jensen_shannon_divergence { threshold: 0.1 } } }
      feature { name: "quantiles" type: FLOAT drift_comparator {
        jensen_shannon_divergence { threshold: 0.1 source { type: QUANTILES } } } }
      feature { name: "whole" type: INT drift_comparator { jensen_shannon_divergence { threshold: 0.1 } } }
      feature { name: "text" type: BYTES drift_comparator {
        infinity_norm { threshold: 0.1 } normalized_abs_difference { threshold: 0.1 }
        jensen_shannon_divergence { threshold: 0.1 } } }
      """;

  @TempDir Path directory;

  @Test
  void measuresWhatTfdvMeasuresInStatisticsOfOurs() throws Exception {
    PythonEnvironment.TFX.need();
    var schema = TextFormat.parse(SCHEMA, Schema.class);
    var ours = new ArrayList<String>();
    for (int number = 0; number < CASES; number++) {
      var random = new Random(number);
      var current = describe(number + "-current", random);
      var previous = describe(number + "-previous", random);
      SchemaReader.writeFile(directory.resolve(number + "-schema.pb"), schema);
      ours.addAll(measure(number, current, previous, schema));
    }

    var theirs =
        PythonScript.named("compare_statistics.py", directory.toString())
            .run(directory, Duration.ofMinutes(8))
            .lines();

    assertThat(ours).hasSize(CASES * 7);
    assertThat(ours).hasSameSizeAs(theirs);
    for (int i = 0; i < ours.size(); i++) {
      assertThat(withoutValue(ours.get(i))).isEqualTo(withoutValue(theirs.get(i)));
      assertThat(value(ours.get(i)))
          .as(theirs.get(i))
          .isCloseTo(value(theirs.get(i)), within(1e-9));
    }
  }

  private static List<String> measure(
      int number,
      DatasetFeatureStatistics current,
      DatasetFeatureStatistics previous,
      Schema schema) {
    return Validation.of(current, schema)
        .withPrevious(previous)
        .withPolicy(ComparisonPolicy.DEFAULT.withBasis(Basis.TFDV))
        .result()
        .anomalies()
        .getDriftSkewInfoList()
        .stream()
        .flatMap(
            info ->
                info.getDriftMeasurementsList().stream()
                    .map(
                        measured ->
                            number
                                + "\t"
                                + info.getPath().getStep(0)
                                + "\t"
                                + measured.getType()
                                + "\t"
                                + measured.getValue()))
        .sorted()
        .toList();
  }

  private static String withoutValue(String line) {
    return line.substring(0, line.lastIndexOf('\t'));
  }

  private static double value(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf('\t') + 1));
  }

  private DatasetFeatureStatistics describe(String name, Random random) throws IOException {
    var artifact = directory.resolve(name);
    var split = Files.createDirectories(artifact.resolve("Split-all"));
    int rows = 200 + random.nextInt(3000);
    try (var allocator = new RootAllocator();
        var batch = VectorSchemaRoot.of(columns(rows, random, allocator))) {
      try (var writer = new ExamplesWriter(split, batch.getSchema(), allocator)) {
        writer.append(batch);
      }
      var engine =
          ServiceLoader.load(DataEngine.Provider.class)
              .findFirst()
              .orElseThrow()
              .open(allocator, 2);
      var statistics =
          DatasetStatistics.compute(
              engine, Dataset.of(artifact, List.of("all")), StatisticsOptions.DEFAULT);
      StatisticsReader.writeFile(directory.resolve(name + ".pb"), statistics);
      return statistics;
    }
  }

  private static FieldVector[] columns(int rows, Random random, RootAllocator allocator) {
    var normal = new Float8Vector("normal", allocator);
    var odd = new Float8Vector("odd", allocator);
    var quantiles = new Float8Vector("quantiles", allocator);
    var whole = new BigIntVector("whole", allocator);
    var text = new VarCharVector("text", allocator);
    double mean = random.nextGaussian();
    double width = 1 + random.nextInt(3);
    double zeros = random.nextDouble();
    var oddities =
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e6};
    int texts = 2 + random.nextInt(2000);
    for (int row = 0; row < rows; row++) {
      double number = mean + width * random.nextGaussian();
      normal.setSafe(row, number);
      odd.setSafe(
          row, random.nextDouble() < 0.02 ? oddities[random.nextInt(4)] : Math.rint(number));
      quantiles.setSafe(row, random.nextDouble() < zeros ? 0 : number);
      whole.setSafe(row, Math.round(number * 5));
      double skewed = Math.pow(random.nextDouble(), width);
      text.setSafe(row, ("text " + (int) (skewed * texts)).getBytes(UTF_8));
    }
    return Stream.of(normal, odd, quantiles, whole, text)
        .peek(vector -> vector.setValueCount(rows))
        .toArray(FieldVector[]::new);
  }
}
