package io.tributary.components.transform;

import static io.tributary.components.transform.VocabularyOption.oovBuckets;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.TextFormat;
import io.tributary.api.Channel;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Schema;
import io.tributary.components.transform.Tables.Column;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Predictor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More columns than a pass gathers for, and many texts. */
class WideTransformTest {
  private static final int COLUMNS = 400;

  private static final Channel<Examples> EXAMPLES =
      Channel.of("gen", "examples", ArtifactType.of(Examples.class));
  private static final Channel<Schema> SCHEMA =
      Channel.of("schema", "schema", ArtifactType.of(Schema.class));

  /** Buckets, z-scores and vocabularies; texts and numbers of the c-th column are about c. */
  private static void define(Features f) {
    for (int c = 0; c < COLUMNS; c += 2) {
      f.output("bucket" + c, f.number("c" + c).bucketize(2));
      f.output("z" + c, f.number("c" + c).zScore().fillMissing(-9));
      f.output("id" + c, f.text("c" + (c + 1)).vocabulary(oovBuckets(1)));
    }
  }

  /** Of four rows. */
  private static List<Column> columns() {
    var columns = new ArrayList<Column>();
    for (int c = 0; c < COLUMNS; c++) {
      columns.add(
          c % 2 == 0
              ? Column.of("c" + c, Double.class, c + 1.0, c + 3.0, null, c + 5.0)
              : Column.of("c" + c, String.class, "a" + c, null, "🚕" + c, "🚕" + c));
    }
    return columns;
  }

  @Test
  void manyStatisticsAreGatheredInSeveralPasses() throws Exception {
    var schema = TextFormat.parse(Tables.schema(columns()), io.tributary.proto.tfmd.Schema.class);
    var phases = Phase.of(Definition.of(WideTransformTest::define, new RawColumns(schema)));

    assertThat(phases).hasSize(1);
    var passes = phases.get(0).passes();
    assertThat(passes).hasSize(5).allMatch(pass -> pass.size() <= 128);
    var all = passes.stream().flatMap(List::stream).toList();
    assertThat(all).isEqualTo(phases.get(0).requests()).hasSize(3 * COLUMNS / 2);
    assertThat(new HashSet<>(all)).hasSameSizeAs(all);
  }

  @Test
  void theWholeGraphHasFewNodesAndGivesWhatIsMaterialised(@TempDir Path directory)
      throws Exception {
    Tables.write(directory.resolve("raw"), "train", 4, columns());
    Tables.writeSchema(directory.resolve("schema"), Tables.schema(columns()));
    var transform = new Transform(EXAMPLES, SCHEMA, Preprocessing.class);
    try (var run = FakeRun.of(transform, directory.resolve("run"));
        var allocator = new RootAllocator();
        var batch = Tables.batch(columns(), 0, 4, allocator)) {
      run.given(EXAMPLES, directory.resolve("raw")).given(SCHEMA, directory.resolve("schema"));
      transform.run(run, WideTransformTest::define);

      var graph = run.made(Transform.Outputs::graph).path();
      int features = COLUMNS * 3 / 2;
      assertThat(FittedTransform.read(graph).transform().getGraph().getNodeCount())
          .isLessThan(2 * features);
      var materialised = Tables.read(run.made(Transform.Outputs::examples).path(), "train");
      try (var whole = OnnxModel.open(graph.resolve(FittedTransform.TRANSFORM_FILE))) {
        var found = new Predictor(whole).predict(batch);
        for (int c = 0; c < COLUMNS; c += 2) {
          assertThat(found.floats("z" + c)).containsExactly(floats(materialised.get("z" + c)));
          for (var name : List.of("bucket" + c, "id" + c)) {
            assertThat(((Int64Tensor) found.get(name)).values())
                .as(name)
                .containsExactly(longs(materialised.get(name)));
          }
        }
      }
    }
  }

  private static float[] floats(List<? extends @Nullable Object> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (Float) requireNonNull(values.get(i));
    }
    return floats;
  }

  private static long[] longs(List<? extends @Nullable Object> values) {
    return values.stream().mapToLong(value -> (Long) requireNonNull(value)).toArray();
  }

  @Test
  void everyFeatureIsThatOfItsColumn(@TempDir Path directory) throws Exception {
    Tables.write(directory.resolve("raw"), "train", 1, columns());
    Tables.writeSchema(directory.resolve("schema"), Tables.schema(columns()));
    var transform = new Transform(EXAMPLES, SCHEMA, Preprocessing.class);
    try (var run = FakeRun.of(transform, directory.resolve("run"))) {
      run.withThreads(3);
      run.given(EXAMPLES, directory.resolve("raw")).given(SCHEMA, directory.resolve("schema"));
      transform.run(run, WideTransformTest::define);

      var rows = Tables.read(run.made(Transform.Outputs::examples).path(), "train");
      float z = (float) (2 / Math.sqrt(8 / 3.0));
      for (int c = 0; c < COLUMNS; c += 2) {
        assertThat(rows.get("bucket" + c)).as("bucket" + c).containsExactly(0L, 1L, 2L, 1L);
        assertThat(rows.get("z" + c)).as("z" + c).containsExactly(-z, 0f, -9f, z);
        assertThat(rows.get("id" + c)).as("id" + c).containsExactly(1L, 3L, 0L, 0L);
      }
    }
  }
}
