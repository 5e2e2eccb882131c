package io.tributary.components.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CountedNumbersTest {

  @Property
  void mergesLikeMaps(
      @ForAll("numbers") List<Long> some,
      @ForAll("numbers") List<Long> others,
      @ForAll("numbers") List<Long> ones) {
    var merged =
        counted(some)
            .with(counted(others))
            .withOnes(toArray(ones), ones.size())
            .with(counted(ones));

    var expected = counts(some);
    counts(others).forEach((number, count) -> expected.merge(number, count, Long::sum));
    counts(ones).forEach((number, count) -> expected.merge(number, 2 * count, Long::sum));
    assertEquals(merged, expected);
  }

  @Property
  void whatAgreesInTheUpperBitsIsAddedUp(@ForAll("numbers") List<Long> numbers) {
    for (int bits : new int[] {0, 1, 17, 63}) {
      var expected = new TreeMap<Long, Long>();
      numbers.forEach(number -> expected.merge(number >> bits, 1L, Long::sum));

      assertEquals(counted(numbers).without(bits), expected);
    }
  }

  /** Close together, far apart, and at the ends of what a long holds. */
  @Provide
  Arbitrary<List<Long>> numbers() {
    return Arbitraries.oneOf(
            Arbitraries.longs().between(-20, 20),
            Arbitraries.longs(),
            Arbitraries.of(Long.MIN_VALUE, Long.MIN_VALUE + 1, -1L, 0L, Long.MAX_VALUE))
        .list()
        .ofMinSize(1)
        .ofMaxSize(400);
  }

  private static TreeMap<Long, Long> counts(List<Long> numbers) {
    var counts = new TreeMap<Long, Long>();
    numbers.forEach(number -> counts.merge(number, 1L, Long::sum));
    return counts;
  }

  private static CountedNumbers counted(List<Long> numbers) {
    var counts = counts(numbers);
    return new CountedNumbers(toArray(counts.keySet()), toArray(counts.values()));
  }

  private static void assertEquals(CountedNumbers numbers, TreeMap<Long, Long> expected) {
    assertThat(numbers.numbers()).containsExactly(toArray(expected.keySet()));
    assertThat(numbers.counts()).containsExactly(toArray(expected.values()));
  }

  private static long[] toArray(Collection<Long> numbers) {
    return numbers.stream().mapToLong(number -> number).toArray();
  }
}
