package io.tributary.api.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link DataEngine} does. An engine's test extends it and opens the engine. */
public abstract class DataEngineContract {
  private static final int[] THREADS = {1, 2, 7};

  @TempDir Path directory;

  private final BufferAllocator allocator = new RootAllocator();

  /** An engine on {@code allocator} that keeps {@code threads} threads busy. */
  protected abstract DataEngine open(BufferAllocator allocator, int threads);

  @AfterEach
  void noMemoryIsLeaked() {
    allocator.close();
  }

  @Test
  protected void everyRowIsSeenOnceAndMergedInOrder() throws IOException {
    var dataset = hundredsOfRows();

    for (int threads : THREADS) {
      assertThat(open(allocator, threads).aggregate(dataset, new RowTrace()).rows())
          .as(threads + " threads")
          .isEqualTo(numbers(0, 400));
    }
  }

  @Test
  protected void theNumberOfThreadsDoesNotShowInTheLastBit() throws IOException {
    var dataset = hundredsOfRows();
    var expected = open(allocator, 1).aggregate(dataset, new RowTrace());

    for (int repetition = 0; repetition < 3; repetition++) {
      for (int threads : THREADS) {
        assertThat(open(allocator, threads).aggregate(dataset, new RowTrace())).isEqualTo(expected);
      }
    }
  }

  @Test
  protected void aDatasetWithoutRowsGivesTheResultOfAFreshAccumulator() throws IOException {
    var dataset = Rows.dataset(directory, allocator, new int[0]);

    assertThat(open(allocator, 2).aggregate(dataset, new RowTrace()))
        .isEqualTo(new RowTrace.Result(List.of(), 0));
  }

  @Test
  protected void severalAggregationsShareAPass() throws IOException {
    var dataset = hundredsOfRows();
    var engine = open(allocator, 2);
    var alone = engine.aggregate(dataset, new RowTrace());

    assertThat(engine.aggregate(dataset, Aggregations.all(List.of(new RowTrace(), new RowTrace()))))
        .isEqualTo(List.of(alone, alone));
  }

  @Test
  protected void anAggregationSeesTheColumnsThatItReadsAlone() throws IOException {
    var dataset = hundredsOfRows();

    for (int threads : THREADS) {
      var engine = open(allocator, threads);
      assertThat(engine.aggregate(dataset, new ColumnTrace(Set.of("x", "absent"))))
          .isEqualTo(new ColumnTrace.Result(Set.of(List.of("x")), 400));
      assertThat(engine.aggregate(dataset, new ColumnTrace(Set.of())))
          .isEqualTo(new ColumnTrace.Result(Set.of(List.of()), 400));
    }
  }

  @Test
  protected void aSharedPassReadsTheColumnsThatOneOfThemReads() throws IOException {
    var dataset = hundredsOfRows();
    var engine = open(allocator, 2);
    var ofN = new ColumnTrace(Set.of("n"));
    var ofX = new ColumnTrace(Set.of("x"));
    var both = new ColumnTrace.Result(Set.of(List.of("n", "x")), 400);

    assertThat(engine.aggregate(dataset, Aggregations.all(List.of(ofX, ofN))))
        .isEqualTo(List.of(both, both));
    assertThat(engine.aggregate(dataset, Aggregations.all(List.of(ofX, new RowTrace()))))
        .isEqualTo(List.of(both, engine.aggregate(dataset, new RowTrace())));
  }

  @Test
  protected void aMappingSeesTheColumnsThatItReadsAlone() throws IOException {
    var dataset = hundredsOfRows();

    for (int threads : THREADS) {
      var place = Files.createTempDirectory(directory, "mapped");
      var schema = new Schema(List.of(Rows.SCHEMA.findField("x")));
      try (var out = new ExamplesWriter(place, schema, allocator)) {
        open(allocator, threads).map(dataset, new OnlyX(), out);
        assertThat(out.rowCount()).isEqualTo(400);
      }
    }
  }

  @Test
  protected void mappedRowsKeepTheirOrder() throws IOException {
    var dataset = hundredsOfRows();
    byte[] expected = null;

    for (int threads : THREADS) {
      var place = Files.createTempDirectory(directory, "mapped");
      try (var out = new ExamplesWriter(place, Rows.SCHEMA, allocator)) {
        open(allocator, threads).map(dataset, new OddRows(), out);
        assertThat(out.rowCount()).isEqualTo(200);
      }
      var file = place.resolve("part-00000.arrow");
      var bytes = Files.readAllBytes(file);
      if (expected == null) {
        expected = bytes;
        assertThat(open(allocator, 1).aggregate(new Dataset(List.of(file)), new RowTrace()).rows())
            .isEqualTo(numbers(0, 400).stream().filter(n -> n % 2 == 1).toList());
      }
      assertThat(bytes).as(threads + " threads").isEqualTo(expected);
    }
  }

  @Test
  protected void aFailureOfAnAggregationNamesThePlace() throws IOException {
    var dataset = hundredsOfRows();

    for (int threads : THREADS) {
      var engine = open(allocator, threads);
      assertThatThrownBy(
              () -> engine.aggregate(dataset, new FailingAt(150, new ArithmeticException("odd"))))
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining(dataset.parts().get(1).toString())
          .hasMessageContaining("odd")
          .hasRootCauseInstanceOf(ArithmeticException.class);
      assertThat(engine.aggregate(dataset, new RowTrace()).rows()).hasSize(400);
    }
  }

  @Test
  protected void theFirstFailureInOrderIsThrown() throws IOException {
    var dataset = hundredsOfRows();

    var place = Files.createTempDirectory(directory, "failed");
    try (var out = new ExamplesWriter(place, Rows.SCHEMA, allocator)) {
      for (int threads : THREADS) {
        assertThatThrownBy(() -> open(allocator, threads).map(dataset, new FailingFrom(100), out))
            .hasMessageContaining("row 100 ");
      }
    }
  }

  @Test
  protected void theCodeOfAFailureIsKept() throws IOException {
    var dataset = hundredsOfRows();
    var failure =
        new ExecutionFailure(
            Code.INVALID_DATA, new Explanation("column 'x'", "-1", ">= 0", "correct it"));

    assertThatThrownBy(() -> open(allocator, 2).aggregate(dataset, new FailingAt(399, failure)))
        .isInstanceOfSatisfying(
            ExecutionFailure.class, e -> assertThat(e.code()).isEqualTo(Code.INVALID_DATA))
        .hasMessageContaining("column 'x': -1 (expected: >= 0); correct it")
        .hasMessageContaining(dataset.parts().get(2).toString());
  }

  @Test
  protected void passesMayRunAtTheSameTime() throws Exception {
    var dataset = hundredsOfRows();
    var engine = open(allocator, 2);
    var expected = engine.aggregate(dataset, new RowTrace());
    var executor = Executors.newFixedThreadPool(4);
    try {
      Callable<RowTrace.Result> pass = () -> engine.aggregate(dataset, new RowTrace());
      for (var result : executor.invokeAll(List.of(pass, pass, pass, pass))) {
        assertThat(result.get()).isEqualTo(expected);
      }
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  protected void partsThatCannotBeReadAreRefused() throws IOException {
    var dataset = hundredsOfRows();
    var part = dataset.parts().get(1);
    var bytes = Files.readAllBytes(part);
    Files.write(part, Arrays.copyOf(bytes, bytes.length / 2));

    assertThatThrownBy(() -> open(allocator, 2).aggregate(dataset, new RowTrace()))
        .hasMessageContaining(part + ": not a complete Arrow file");
    Files.delete(part);
    assertThatThrownBy(() -> open(allocator, 2).aggregate(dataset, new RowTrace()))
        .hasMessageContaining(part + ": no such file");
  }

  @Test
  protected void partsOfOtherSchemasAreRefused() throws IOException {
    var other = Files.createTempDirectory(directory, "other");
    new ExamplesWriter(other, new Schema(Rows.SCHEMA.getFields().subList(0, 1)), allocator).close();
    var parts =
        List.of(
            Rows.dataset(directory, allocator, new int[] {3}).parts().get(0),
            other.resolve("part-00000.arrow"));

    assertThatThrownBy(() -> open(allocator, 2).aggregate(new Dataset(parts), new RowTrace()))
        .hasMessageContaining(parts.get(1).toString())
        .hasMessageContaining("the schema of the first part");
  }

  private Dataset hundredsOfRows() throws IOException {
    var many = new int[40];
    Arrays.fill(many, 5);
    return Rows.dataset(directory, allocator, new int[] {70, 30}, many, new int[] {1, 99});
  }

  private static List<Long> numbers(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  /** Keeps the rows whose number is odd. */
  private record OddRows() implements BatchFunction, Serializable {
    @Override
    public Schema outputSchema(Schema input) {
      return input;
    }

    @Override
    public void apply(VectorSchemaRoot input, VectorSchemaRoot output) {
      var n = (BigIntVector) input.getVector("n");
      int kept = 0;
      for (int r = 0; r < input.getRowCount(); r++) {
        if (n.get(r) % 2 == 1) {
          ((BigIntVector) output.getVector("n")).setSafe(kept, n.get(r));
          ((Float8Vector) output.getVector("x"))
              .setSafe(kept, ((Float8Vector) input.getVector("x")).get(r));
          kept++;
        }
      }
      output.setRowCount(kept);
    }
  }

  /** Hands a column through, and everything that it is handed. */
  private record OnlyX() implements BatchFunction, Serializable {
    @Override
    public Optional<Set<String>> readColumns() {
      return Optional.of(Set.of("x", "absent"));
    }

    @Override
    public Schema outputSchema(Schema input) {
      return input;
    }

    @Override
    public void apply(VectorSchemaRoot input, VectorSchemaRoot output) {
      for (var column : input.getFieldVectors()) {
        for (int r = 0; r < input.getRowCount(); r++) {
          output.getVector(column.getName()).copyFromSafe(r, r, column);
        }
      }
      output.setRowCount(input.getRowCount());
    }
  }

  /** Fails at every batch that begins at some row or later. */
  private record FailingFrom(long row) implements BatchFunction, Serializable {
    @Override
    public Schema outputSchema(Schema input) {
      return input;
    }

    @Override
    public void apply(VectorSchemaRoot input, VectorSchemaRoot output) {
      long first = ((BigIntVector) input.getVector("n")).get(0);
      if (first >= row) {
        throw new IllegalStateException("row " + first + " is too far");
      }
    }
  }

  /** Fails when it sees a row. */
  private record FailingAt(long row, RuntimeException failure)
      implements Aggregation<RowTrace.Seen, RowTrace.Result>, Serializable {
    private static final RowTrace TRACE = new RowTrace();

    @Override
    public RowTrace.Seen create(Schema schema) {
      return TRACE.create(schema);
    }

    @Override
    public void add(RowTrace.Seen seen, VectorSchemaRoot batch) {
      TRACE.add(seen, batch);
      var n = (BigIntVector) batch.getVector("n");
      if (n.get(0) <= row && row <= n.get(batch.getRowCount() - 1)) {
        throw failure;
      }
    }

    @Override
    public void merge(RowTrace.Seen seen, RowTrace.Seen later) {
      TRACE.merge(seen, later);
    }

    @Override
    public RowTrace.Result finish(RowTrace.Seen seen) {
      return TRACE.finish(seen);
    }

    @Override
    public void encode(RowTrace.Seen seen, DataOutput out) throws IOException {
      TRACE.encode(seen, out);
    }

    @Override
    public RowTrace.Seen decode(DataInput in) throws IOException {
      return TRACE.decode(in);
    }
  }
}
