package io.tributary.components.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LongCountsTest {
  private static final int BOUND = 64;

  @Property(tries = 200)
  void countsLikeAMap(
      @ForAll @Size(max = 60) List<Long> numbers, @ForAll @IntRange(max = 60) int first) {
    var expected = new TreeMap<Long, Long>();
    numbers.forEach(number -> expected.merge(number, 1L, Long::sum));
    var table = counted(numbers.stream().mapToLong(number -> number).limit(first).toArray());
    table.add(counted(numbers.stream().mapToLong(number -> number).skip(first).toArray()));

    assertThat(table.isExact()).isTrue();
    assertThat(table.sorted().numbers()).containsExactly(toArray(expected.keySet()));
    assertThat(table.sorted().counts()).containsExactly(toArray(expected.values()));
  }

  @Property(tries = 200)
  void dropsAsFewBitsAsTheBoundAllows(@ForAll @Size(min = 200, max = 400) List<Long> numbers) {
    var table = counted(numbers.stream().mapToLong(number -> number).toArray());

    int fewest = 0;
    while (different(numbers, fewest) > BOUND) {
      fewest++;
    }
    assertThat(table.droppedBits()).isEqualTo(fewest);
    assertThat((long) table.size()).isEqualTo(different(numbers, fewest));
  }

  @Test
  void neighbouringCellsCountLikeOthers() {
    var random = new Random(9);
    var numbers = new long[200_000];
    for (int i = 0; i < numbers.length; i++) {
      // half of them close together, half of them far apart
      numbers[i] = i % 2 == 0 ? random.nextInt(1 << 20) : random.nextLong();
    }
    var table = new LongCounts(10_000);
    for (int from = 0; from < numbers.length; from += 1_000) {
      table.addAll(Arrays.copyOfRange(numbers, from, from + 1_000), 1_000);
      if (table.isCrowded()) {
        table.fit();
      }
    }
    table.fit();
    var other = new LongCounts(10_000);
    other.add(table);

    var expected = new TreeMap<Long, Long>();
    for (long number : numbers) {
      expected.merge(number >> table.droppedBits(), 1L, Long::sum);
    }
    assertThat(expected.size()).isBetween(100, 10_000);
    for (var counted : List.of(table, other)) {
      assertThat(counted.sorted().numbers()).containsExactly(toArray(expected.keySet()));
      assertThat(counted.sorted().counts()).containsExactly(toArray(expected.values()));
    }
  }

  @Test
  void countsBeyondWhatAnIntHolds() {
    var table = new LongCounts(16);
    for (int i = 0; i < 100_000; i++) {
      table.add(i, 1);
      table.fit();
    }
    long cell = 99_999 >> table.droppedBits();
    long before = count(table, cell);
    table.add(99_999, 3_000_000_000L);
    table.add(99_999, 3_000_000_000L);
    table.fit();

    assertThat(count(table, cell)).isEqualTo(before + 6_000_000_000L);
  }

  @Test
  void manyNumbersAreSortedWithTheirCounts() {
    var random = new Random(5);
    var table = new LongCounts(1 << 18);
    var expected = new TreeMap<Long, Long>();
    for (int i = 0; i < 20_000; i++) {
      long number = random.nextLong() >> random.nextInt(60);
      table.add(number, i + 1);
      expected.merge(number, i + 1L, Long::sum);
    }

    assertThat(table.sorted().numbers()).containsExactly(toArray(expected.keySet()));
    assertThat(table.sorted().counts()).containsExactly(toArray(expected.values()));
  }

  private static long count(LongCounts table, long cell) {
    return table.sorted().counts()[Arrays.binarySearch(table.sorted().numbers(), cell)];
  }

  private static long different(List<Long> numbers, int droppedBits) {
    return numbers.stream().map(number -> number >> droppedBits).distinct().count();
  }

  private static LongCounts counted(long[] numbers) {
    var table = new LongCounts(BOUND);
    table.addAll(numbers, numbers.length);
    table.fit();
    return table;
  }

  private static long[] toArray(Collection<Long> numbers) {
    return numbers.stream().mapToLong(number -> number).toArray();
  }
}
