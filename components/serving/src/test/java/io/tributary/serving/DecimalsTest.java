package io.tributary.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DecimalVector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {
  private static final BigInteger MOST = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);

  /** Integers of all sizes, and those where a double, a long or a decimal ends. */
  private static List<BigInteger> integers() {
    var random = new Random(5);
    var integers = new ArrayList<>(List.of(BigInteger.ZERO, MOST));
    for (int bits = 1; bits <= 126; bits++) {
      var power = BigInteger.ONE.shiftLeft(bits);
      integers.addAll(List.of(power.subtract(BigInteger.ONE), power, power.add(BigInteger.ONE)));
      for (int i = 0; i < 50; i++) {
        integers.add(new BigInteger(bits, random));
      }
    }
    for (var positive : List.copyOf(integers)) {
      integers.add(positive.negate());
    }
    return integers.stream().filter(integer -> integer.abs().compareTo(MOST) <= 0).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {-38, -23, -22, -3, 0, 1, 2, 9, 21, 22, 23, 38})
  void everyDecimalIsTheNearestDouble(int scale) {
    var integers = integers();
    try (BufferAllocator allocator = new RootAllocator();
        var vector = new DecimalVector("price", allocator, 38, scale)) {
      for (int row = 0; row < integers.size(); row++) {
        vector.setSafe(row, new BigDecimal(integers.get(row), scale));
      }
      vector.setValueCount(integers.size());
      var decimals = new Decimals(vector);
      for (int row = 0; row < integers.size(); row++) {
        var decimal = new BigDecimal(integers.get(row), scale);
        assertThat(decimals.at(row))
            .as(decimal.toString())
            .isEqualTo(Double.parseDouble(decimal.toString()));
      }
    }
  }
}
