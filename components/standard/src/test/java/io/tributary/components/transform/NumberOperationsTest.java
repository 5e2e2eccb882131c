package io.tributary.components.transform;

import static io.tributary.components.transform.NumberCases.CASES;
import static io.tributary.components.transform.NumberCases.ID_CASES;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.Channel;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Schema;
import io.tributary.components.transform.NumberOracle.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Operations of numbers, fitted on one table and applied to another one that has keys of its own,
 * against {@link NumberOracle}.
 */
class NumberOperationsTest {
  private static final int ROWS = 400;

  private static final Channel<Examples> EXAMPLES =
      Channel.of("gen", "examples", ArtifactType.of(Examples.class));
  private static final Channel<Schema> SCHEMA =
      Channel.of("schema", "schema", ArtifactType.of(Schema.class));

  static final class AllNumbers implements Preprocessing {
    @Override
    public void define(Features f) {
      NumberCases.define(f);
    }
  }

  private record Result(Map<String, List<Object>> rows, Path graph) {}

  private static Result run(Rows analyzed, Rows rows, Path directory, int batchRows, int threads)
      throws Exception {
    var raw = directory.resolve("raw");
    Tables.write(raw, "train", batchRows, analyzed.columns());
    Tables.write(raw, "eval", batchRows, rows.columns());
    Tables.writeSchema(directory.resolve("schema"), Tables.schema(rows.columns()));
    var component = new Transform(EXAMPLES, SCHEMA, AllNumbers.class);
    try (var run = FakeRun.of(component, directory.resolve("run")).withThreads(threads)) {
      run.given(EXAMPLES, raw).given(SCHEMA, directory.resolve("schema")).execute();
      return new Result(
          Tables.read(run.made(Transform.Outputs::examples).path(), "eval"),
          run.made(Transform.Outputs::graph).path());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyOperationEqualsAPlainComputation(long seed, @TempDir Path directory) throws Exception {
    var analyzed = NumberOracle.rows(seed, ROWS, 6);
    var rows = NumberOracle.rows(seed + 100, ROWS, 9);
    var result = run(analyzed, rows, directory, 128, 2);
    var differences = new ArrayList<String>();
    var sources = sources();
    for (int n = 0; n < CASES.size(); n++) {
      for (int i = 0; i < ROWS; i++) {
        double expected = CASES.get(n).expected(analyzed, rows, i);
        float actual = (Float) result.rows().get("n" + n).get(i);
        if (!NumberCases.isClose(actual, expected)) {
          differences.add(
              sources.get(n) + ": " + actual + " for " + expected + " where " + rows.describe(i));
          break;
        }
      }
    }
    for (int n = 0; n < ID_CASES.size(); n++) {
      for (int i = 0; i < ROWS; i++) {
        long expected = (long) ID_CASES.get(n).oracle().at(analyzed, rows, i);
        if ((Long) result.rows().get("i" + n).get(i) != expected) {
          differences.add(
              sources.get(CASES.size() + n)
                  + ": "
                  + result.rows().get("i" + n).get(i)
                  + " for "
                  + expected
                  + " where "
                  + rows.describe(i));
          break;
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  private static List<String> sources() throws Exception {
    var schema =
        com.google.protobuf.TextFormat.parse(
            Tables.schema(NumberOracle.rows(1, 1, 1).columns()),
            io.tributary.proto.tfmd.Schema.class);
    var definition = Definition.of(new AllNumbers(), new RawColumns(schema));
    return definition.outputs().stream()
        .map(output -> definition.program().source(output.position()))
        .toList();
  }

  @Test
  void batchesAndThreadsDoNotShow(@TempDir Path directory) throws Exception {
    var analyzed = NumberOracle.rows(7, ROWS, 6);
    var rows = NumberOracle.rows(8, ROWS, 9);
    var whole = run(analyzed, rows, directory.resolve("whole"), 1024, 1);
    for (int batchRows : new int[] {1, 7}) {
      var other = run(analyzed, rows, directory.resolve("by" + batchRows), batchRows, 3);
      assertThat(other.rows()).isEqualTo(whole.rows());
      for (var file : List.of("transform.onnx", "transform.json")) {
        assertThat(other.graph().resolve(file)).hasSameBinaryContentAs(whole.graph().resolve(file));
      }
    }
  }
}
