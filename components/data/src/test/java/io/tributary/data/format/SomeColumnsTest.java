package io.tributary.data.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.data.Batches;
import io.tributary.data.source.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every format does when some columns are asked for. */
class SomeColumnsTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.csv",
        "a.jsonl",
        "types-pyarrow-26.0.1.parquet",
        "types-zstd-pyarrow-26.0.1.arrow",
        "dictionaries-pyarrow-26.0.1.arrows",
        "examples-tensorflow-2.16.2.tfrecord.gz"
      })
  void theyAreReadAsWithAllOthers(String name) throws IOException {
    var batches = Sources.open(file(name), SourceOptions.defaults(), row -> {}).batches();
    var whole = Values.columns(batches);
    var names = batches.schema().getFields().stream().map(Field::getName).toList();

    for (var column : names) {
      assertThat(Values.columns(batches.only(Set.of(column, "not there"))))
          .containsOnlyKeys(column)
          .containsEntry(column, whole.get(column));
    }
    var last = List.of(names.get(0), names.get(names.size() - 1));
    assertThat(names(batches.only(Set.copyOf(last)))).isEqualTo(last.stream().distinct().toList());
    assertThat(names(batches.only(Set.copyOf(last)).only(Set.of(last.get(1)))))
        .containsExactly(last.get(1));
    assertThat(rows(batches.only(Set.of()))).isEqualTo(rows(batches)).isPositive();
  }

  private Path file(String name) throws IOException {
    var file = directory.resolve(name);
    return switch (name) {
      case "a.csv" -> Files.write(file, "n,s,x\n1,a,\n,\"b\n\"\"\",2.5\n".getBytes(UTF_8));
      case "a.jsonl" ->
          Files.write(
              file, "{\"n\":1,\"s\":{\"a\":[1]}}\n{\"l\":[[2]],\"x\":\"\"}\n".getBytes(UTF_8));
      default -> Values.golden(name);
    };
  }

  private static List<String> names(Batches batches) {
    return batches.schema().getFields().stream().map(Field::getName).toList();
  }

  private static long rows(Batches batches) throws IOException {
    long rows = 0;
    try (var allocator = new RootAllocator();
        var cursor = batches.open(allocator)) {
      for (int b = 0; b < batches.count(); b++) {
        rows += cursor.load(b).getRowCount();
      }
    }
    return rows;
  }
}
