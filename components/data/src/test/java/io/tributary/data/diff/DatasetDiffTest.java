package io.tributary.data.diff;

import static io.tributary.data.MemoryBatches.FLOAT64;
import static io.tributary.data.MemoryBatches.INT64;
import static io.tributary.data.MemoryBatches.UTF8;
import static io.tributary.data.MemoryBatches.columns;
import static io.tributary.data.MemoryBatches.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.ExecutionFailure;
import io.tributary.data.MemoryBatches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetDiffTest {
  private static final Schema TRIPS = columns("id", INT64, "fare", FLOAT64, "company", UTF8);
  private static final Parts.Limits TINY = new Parts.Limits(200, 300, 3);

  @TempDir Path directory;

  @Test
  void equalRowsDoNotDiffer() throws IOException {
    var rows = List.of(row(1, 2.5, "a"), row(2, null, null));

    assertThat(compare(DatasetDiff.ofRows(), trips(rows), trips(rows)).isEmpty()).isTrue();
    assertThat(compare(DatasetDiff.byKey("id"), trips(rows), trips(rows)).isEmpty()).isTrue();
    assertThat(compare(DatasetDiff.ofRows(), trips(), trips()).isEmpty()).isTrue();
  }

  @Test
  void rowsOfEqualKeyDifferInColumns() throws IOException {
    var a = trips(row(1, 2.5, "a"), row(2, 3.0, "b"), row(3, null, "c"), row(4, 1.0, "d"));
    var b = trips(row(5, 9.0, "e"), row(4, 1.0, "d"), row(3, 0.0, "x"), row(1, 7.5, "a"));
    var difference = compare(DatasetDiff.byKey("id"), a, b);

    assertThat(difference.same()).isEqualTo(1);
    assertThat(difference.onlyInA())
        .isEqualTo(new Difference.Rows(1, List.of(new Difference.Single(1, 1))));
    assertThat(difference.onlyInB())
        .isEqualTo(new Difference.Rows(1, List.of(new Difference.Single(0, 1))));
    assertThat(difference.changed())
        .isEqualTo(
            new Difference.Changes(
                2,
                Map.of("company", 1L, "fare", 2L),
                List.of(
                    new Difference.Change(0, 3, List.of("fare")),
                    new Difference.Change(2, 2, List.of("company", "fare")))));
  }

  @Test
  void aRepeatedKeyIsTold() throws IOException {
    var a = trips(row(1, 1.0, "a"), row(1, 2.0, "a"), row(1, 3.0, "a"));
    var b = trips(row(1, 1.0, "a"), row(2, 1.0, "a"), row(2, 1.0, "a"));
    var difference = compare(DatasetDiff.byKey("id"), a, b);

    assertThat(difference.same()).isEqualTo(1);
    assertThat(difference.repeatedInA())
        .isEqualTo(
            new Difference.Rows(
                2, List.of(new Difference.Single(1, 1), new Difference.Single(2, 1))));
    assertThat(difference.onlyInB().count()).isEqualTo(1);
    assertThat(difference.repeatedInB().count()).isEqualTo(1);
  }

  @Test
  void withoutAKeyItCountsHowOftenARowOccurs() throws IOException {
    var a = trips(row(1, 1.0, "a"), row(2, 1.0, "b"), row(1, 1.0, "a"), row(1, 1.0, "a"));
    var b = trips(row(1, 1.0, "a"), row(3, 1.0, "c"));
    var difference = compare(DatasetDiff.ofRows(), a, b);

    assertThat(difference.same()).isEqualTo(1);
    assertThat(difference.onlyInA())
        .isEqualTo(
            new Difference.Rows(
                3, List.of(new Difference.Single(0, 2), new Difference.Single(1, 1))));
    assertThat(difference.onlyInB())
        .isEqualTo(new Difference.Rows(1, List.of(new Difference.Single(1, 1))));
    assertThat(difference.changed().count()).isZero();
  }

  @Test
  void columnsAreComparedByNameAndNumbersByValue() throws IOException {
    var a = trips(row(1, 3.0, "a"), row(2, 4.0, null));
    var b =
        new MemoryBatches(
            columns("fare", INT64, "id", INT64, "tip", FLOAT64),
            List.of(row(3, 1, null), row(4, 2, 0.5)),
            10);
    var difference = compare(DatasetDiff.byKey("id"), a, b);

    assertThat(difference.columns())
        .isEqualTo(
            new ColumnDifference(
                List.of("company"),
                List.of("tip"),
                List.of(
                    new ColumnDifference.Types("fare", "FloatingPoint(DOUBLE)", "Int(64, true)"))));
    assertThat(difference.changed().columns()).isEqualTo(Map.of("company", 1L, "tip", 1L));
  }

  @Test
  void aSideWithoutTheKeyIsRefused() {
    assertThatThrownBy(
            () ->
                compare(
                    DatasetDiff.byKey("id", "day"),
                    trips(),
                    new MemoryBatches(columns("day", INT64), List.of(), 1)))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining(
            "key of the difference: no column [day] in the first dataset (expected: columns of both, of [id, fare, company])");
  }

  @Test
  void sampledRowsCanBeRead() throws IOException {
    var a =
        new MemoryBatches(TRIPS, List.of(row(1, 1.0, "a"), row(2, 2.0, "b"), row(3, 3.0, "c")), 2);
    var difference = compare(DatasetDiff.byKey("id"), a, trips(row(2, 2.0, "b")));
    try (var allocator = new RootAllocator();
        var rows =
            difference
                .a()
                .read(
                    difference.onlyInA().samples().stream().map(Difference.Single::row).toList(),
                    allocator)) {
      assertThat(rows.getRowCount()).isEqualTo(2);
      assertThat(rows.getVector("company").getObject(0)).hasToString("a");
      assertThat(rows.getVector("company").getObject(1)).hasToString("c");
    }
  }

  @Test
  void samplesAreTheFirstRows() throws IOException {
    var rows = new ArrayList<@Nullable Object[]>();
    for (int n = 0; n < 5_000; n++) {
      rows.add(row(n, 1.0, "a"));
    }
    var difference =
        compare(
            DatasetDiff.byKey("id").withSamples(3),
            new MemoryBatches(TRIPS, rows, 100),
            trips(row(1, 0.0, "a")));

    assertThat(difference.onlyInA().count()).isEqualTo(4_999);
    assertThat(difference.onlyInA().samples())
        .extracting(Difference.Single::row)
        .containsExactly(0L, 2L, 3L);
    assertThat(compare(DatasetDiff.ofRows().withSamples(0), trips(rows), trips()))
        .extracting(nothing -> nothing.onlyInA().samples())
        .isEqualTo(List.of());
  }

  @Property(tries = 60)
  void itAgreesWithTheNaiveWay(
      @ForAll("rows") List<@Nullable Object[]> a, @ForAll("rows") List<@Nullable Object[]> b)
      throws IOException {
    var place = Files.createTempDirectory("difference");
    try {
      for (int samples : List.of(0, 2, 100)) {
        for (var limits : List.of(Parts.Limits.DEFAULT, TINY)) {
          for (var diff : List.of(DatasetDiff.ofRows(), DatasetDiff.byKey("id"))) {
            var wanted = naive(diff.withSamples(samples), a, b);
            try (var allocator = new RootAllocator()) {
              for (int threads : List.of(1, 3)) {
                var found =
                    diff.withSamples(samples)
                        .compare(
                            new MemoryBatches(TRIPS, a, 7),
                            new MemoryBatches(TRIPS, b, 5),
                            place,
                            allocator,
                            threads,
                            limits);
                assertThat(summary(found)).isEqualTo(summary(wanted));
              }
            }
          }
        }
      }
      assertThat(place).isEmptyDirectory();
    } finally {
      Files.delete(place);
    }
  }

  @Provide
  Arbitrary<List<@Nullable Object[]>> rows() {
    Arbitrary<@Nullable Object[]> rows =
        Combinators.combine(
                Arbitraries.integers().between(0, 30).injectNull(0.05),
                Arbitraries.integers().between(0, 2).map(n -> n / 2.0).injectNull(0.2),
                Arbitraries.of("a", "b", "").injectNull(0.2))
            .as((id, fare, company) -> row(id, fare, company));
    return rows.list().ofMaxSize(60);
  }

  private static List<Object> summary(Difference difference) {
    return List.of(
        difference.same(),
        difference.onlyInA(),
        difference.onlyInB(),
        difference.changed(),
        difference.repeatedInA(),
        difference.repeatedInB());
  }

  /** What the definition says, without any thought of speed. */
  private static Difference naive(
      DatasetDiff diff, List<@Nullable Object[]> a, List<@Nullable Object[]> b) {
    boolean isKeyed = !diff.key().isEmpty();
    var inA = byKey(isKeyed, a);
    var inB = byKey(isKeyed, b);
    long same = 0;
    var onlyInA = new ArrayList<Difference.Single>();
    var onlyInB = new ArrayList<Difference.Single>();
    var changes = new ArrayList<Difference.Change>();
    var columns = new HashMap<String, Long>();
    for (var entry : inA.entrySet()) {
      var rowsOfA = entry.getValue();
      var rowsOfB = inB.getOrDefault(entry.getKey(), List.of());
      if (isKeyed && !rowsOfB.isEmpty()) {
        var changed = new ArrayList<String>();
        for (int c : List.of(2, 1)) {
          if (!Objects.equals(a.get(rowsOfA.get(0))[c], b.get(rowsOfB.get(0))[c])) {
            changed.add(TRIPS.getFields().get(c).getName());
            columns.merge(TRIPS.getFields().get(c).getName(), 1L, Long::sum);
          }
        }
        if (changed.isEmpty()) {
          same++;
        } else {
          changes.add(new Difference.Change(rowsOfA.get(0), rowsOfB.get(0), changed));
        }
      } else {
        same += Math.min(rowsOfA.size(), rowsOfB.size());
        long more = isKeyed ? 1 : rowsOfA.size() - rowsOfB.size();
        if (more > 0) {
          onlyInA.add(new Difference.Single(rowsOfA.get(0), more));
        }
      }
    }
    for (var entry : inB.entrySet()) {
      int countOfA = inA.getOrDefault(entry.getKey(), List.of()).size();
      long more = isKeyed ? (countOfA == 0 ? 1 : 0) : entry.getValue().size() - countOfA;
      if (more > 0) {
        onlyInB.add(new Difference.Single(entry.getValue().get(0), more));
      }
    }
    var sidesAreNotCompared = new DiffSide(new MemoryBatches(TRIPS, List.of(), 1), new long[1]);
    return new Difference(
        sidesAreNotCompared,
        sidesAreNotCompared,
        ColumnDifference.between(TRIPS, TRIPS),
        same,
        rows(diff, onlyInA),
        rows(diff, onlyInB),
        new Difference.Changes(
            changes.size(), columns, changes.stream().limit(diff.samples()).toList()),
        rows(diff, isKeyed ? repeated(inA) : List.of()),
        rows(diff, isKeyed ? repeated(inB) : List.of()));
  }

  private static Map<List<@Nullable Object>, List<Integer>> byKey(
      boolean isKeyed, List<@Nullable Object[]> rows) {
    var byKey = new LinkedHashMap<List<@Nullable Object>, List<Integer>>();
    for (int r = 0; r < rows.size(); r++) {
      var key = new ArrayList<@Nullable Object>(List.of());
      for (int c = 0; c < (isKeyed ? 1 : 3); c++) {
        key.add(rows.get(r)[c]);
      }
      byKey.computeIfAbsent(key, ignored -> new ArrayList<>()).add(r);
    }
    return byKey;
  }

  private static List<Difference.Single> repeated(
      Map<List<@Nullable Object>, List<Integer>> byKey) {
    return byKey.values().stream()
        .flatMap(rows -> rows.stream().skip(1))
        .sorted()
        .map(row -> new Difference.Single(row, 1))
        .toList();
  }

  private static Difference.Rows rows(DatasetDiff diff, List<Difference.Single> all) {
    return new Difference.Rows(
        all.stream().mapToLong(Difference.Single::count).sum(),
        all.stream().limit(diff.samples()).toList());
  }

  private static MemoryBatches trips(@Nullable Object[]... rows) {
    return trips(List.of(rows));
  }

  private static MemoryBatches trips(List<@Nullable Object[]> rows) {
    return new MemoryBatches(TRIPS, rows, 3);
  }

  private Difference compare(DatasetDiff diff, MemoryBatches a, MemoryBatches b)
      throws IOException {
    try (var allocator = new RootAllocator()) {
      return diff.compare(a, b, directory, allocator, 2);
    }
  }
}
