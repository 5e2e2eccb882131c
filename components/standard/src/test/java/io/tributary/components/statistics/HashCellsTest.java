package io.tributary.components.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HashCellsTest {
  private static final long HASH = 0x1234_5678_9ABC_DEF0L;
  private static final int CELL = HeavyCells.cell(HASH);

  @Test
  void countsFarBeyondWhatAPackedFieldHolds() {
    var cells = new HashCells();
    for (int i = 0; i < 100_000; i++) {
      cells.add(HASH);
    }
    cells.add(HASH, 5_000_000_000L);
    var other = new HashCells();
    other.add(HASH, 7);
    other.add(~HASH, 3);
    cells.add(other);

    assertThat(cells.counts()[CELL]).isEqualTo(5_000_100_007L);
    assertThat(cells.counts()[HeavyCells.cell(~HASH)]).isEqualTo(3);
  }

  @Test
  void neverDeniesAValueThatIsFrequent() {
    var random = new Random(3);
    var cells = new HashCells();
    var counts = new HashMap<Long, Long>();
    for (int i = 0; i < 200_000; i++) {
      // few cells, in each of them a few values
      long hash = (long) random.nextInt(200) << 48 | spread(random.nextInt(1 << random.nextInt(6)));
      cells.add(hash);
      counts.merge(hash, 1L, Long::sum);
    }

    counts.forEach(
        (hash, count) ->
            assertThat(cells.mayHoldMoreThan(count - 1, HeavyCells.cell(hash))).isTrue());
  }

  private static long spread(int value) {
    return ByteCounts.hash(new byte[] {(byte) value}, 0, 1) >>> 16;
  }

  @Test
  void deniesFrequentValuesAmongManyThatOccurOnce() {
    var random = new Random(3);
    var cells = new HashCells();
    for (int i = 0; i < 1_000_000; i++) {
      cells.add(random.nextLong());
    }
    var heavy = HeavyCells.of(StatisticsReader.ALL_EXAMPLES, 0, List.of("t"), cells.counts());

    assertThat(heavy.anyMatch(cells::mayHoldMoreThan)).isFalse();
    cells.add(HASH, heavy.counts()[0]);
    assertThat(
            HeavyCells.of(StatisticsReader.ALL_EXAMPLES, 0, List.of("t"), cells.counts())
                .anyMatch(cells::mayHoldMoreThan))
        .isTrue();
  }

  @Test
  void survivesEncodingInBothWidths() throws IOException {
    for (long times : new long[] {3, 40_000, 70_000}) {
      var cells = new HashCells();
      cells.add(HASH, times);
      var bytes = new ByteArrayOutputStream();
      cells.encode(new DataOutputStream(bytes));
      var decoded =
          HashCells.decode(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

      assertThat(decoded.counts()).isEqualTo(cells.counts());
      assertThat(decoded.mayHoldMoreThan(times - 1, CELL)).isTrue();
      assertThat(decoded.mayHoldMoreThan(times, CELL)).isFalse();
      var again = new ByteArrayOutputStream();
      decoded.encode(new DataOutputStream(again));
      assertThat(again.toByteArray()).isEqualTo(bytes.toByteArray());
    }
  }
}
