package io.tributary.data.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.data.source.BadRow;
import io.tributary.data.source.BadRowBudget;
import io.tributary.data.source.SetAside;
import io.tributary.data.source.SourceFiles;
import io.tributary.data.source.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.arrow.vector.types.pojo.Schema;

/** Where chunks end, and how many threads look at them, does not show. */
class JsonChunksTest {

  /** Everything that is found in a file. */
  private record Found(
      Schema schema, Map<String, List<Object>> columns, List<String> bad, long rows) {}

  @Provide
  Arbitrary<String> files() {
    var lines =
        Arbitraries.of(
            "{\"a\": 1}",
            "{\"b\":\"text, and ä\"}",
            "{\"a\":2.5,\"c\":{\"d\":[1,2]}}",
            "{ \"c\" : {\"e\": null} }\r",
            "",
            "  ",
            "[1]",
            "{\"new\":1",
            "nonsense");
    return lines
        .list()
        .ofMinSize(1)
        .ofMaxSize(30)
        .map(list -> "{\"a\":0}\n" + String.join("\n", list));
  }

  @Property(tries = 150)
  void chunksDoNotShow(
      @ForAll("files") String text,
      @ForAll @IntRange(min = 1, max = 60) int chunk,
      @ForAll @IntRange(min = 1, max = 3) int threads)
      throws IOException {
    var file = Files.createTempFile("chunks", ".jsonl");
    try {
      Files.write(file, text.getBytes(UTF_8));

      assertThat(read(file, chunk, threads)).isEqualTo(read(file, Lines.CHUNK, 1));
    } finally {
      Files.delete(file);
    }
  }

  private static Found read(Path file, int chunk, int threads) throws IOException {
    var bad = new ArrayList<BadRow>();
    var found =
        JsonScan.scan(
            new SourceFiles(file, List.of(file)),
            chunk,
            threads,
            new SetAside(BadRowBudget.ofRows(100), bad::add));
    return new Found(
        found.batches().schema(),
        Values.columns(found.batches()),
        bad.stream().map(row -> row.line() + " " + row.column() + " " + row.reason()).toList(),
        found.rows());
  }
}
