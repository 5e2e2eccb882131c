package io.tributary.components.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WeightedMomentsTest {

  @Property(tries = 50)
  void aWholeWeightIsARepetition(
      @ForAll @Size(min = 1, max = 20) List<@DoubleRange(min = -1e9, max = 1e9) Double> values,
      @ForAll @IntRange(min = 1, max = 9) int times) {
    var repeated = new Moments();
    var weighted = new WeightedMoments();
    for (int i = 0; i < values.size(); i++) {
      repeated.add(values.get(i), times + i);
      weighted.add(values.get(i), times + i, 0);
    }

    assertThat(weighted.mean()).isEqualTo(repeated.mean());
    assertThat(weighted.standardDeviation()).isEqualTo(repeated.standardDeviation());
    assertThat(weighted.min()).isEqualTo(repeated.min());
    assertThat(weighted.max()).isEqualTo(repeated.max());
  }

  @Property(tries = 50)
  void theOrderOfAnyNumbersDoesNotShow(
      @ForAll @Size(min = 2, max = 20) List<Double> values, @ForAll long fraction) {
    var there = new WeightedMoments();
    var back = new WeightedMoments();
    for (int i = 0; i < values.size(); i++) {
      there.add(values.get(i), i + 1, fraction * i);
      int other = values.size() - 1 - i;
      back.add(values.get(other), other + 1, fraction * other);
    }

    assertThat(there.mean()).isEqualTo(back.mean());
    assertThat(there.standardDeviation()).isEqualTo(back.standardDeviation());
  }

  @Test
  void fractionsOfWeightsCount() {
    var moments = new WeightedMoments();
    moments.add(1, 0, 1L << 63);
    moments.add(4, 0, 1L << 62);

    assertThat(moments.mean()).isEqualTo(2);
    assertThat(moments.standardDeviation()).isCloseTo(Math.sqrt(2), within(1e-15));
  }

  @Test
  void takesTheSmallestAndTheGreatestNumbersAndWeights() {
    var moments = new WeightedMoments();
    moments.add(Double.MIN_VALUE, 0, 1);
    moments.add(-Double.MIN_VALUE, 0, 1);
    moments.add(Double.MAX_VALUE, (1L << 40) - 1, -1);
    moments.add(-Double.MAX_VALUE, (1L << 40) - 1, -1);

    assertThat(moments.mean()).isZero();
    assertThat(moments.hasWeight()).isTrue();
  }

  @Test
  void mergingAndEncodingKeepEverything() throws Exception {
    var left = new WeightedMoments();
    left.add(0.1, 3, 5);
    var right = new WeightedMoments();
    right.add(-7, 1, 2);
    var bytes = new ByteArrayOutputStream();
    right.encode(new DataOutputStream(bytes));
    var whole = new WeightedMoments();
    whole.add(0.1, 3, 5);
    whole.add(-7, 1, 2);

    left.add(
        WeightedMoments.decode(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))));

    assertThat(left.mean()).isEqualTo(whole.mean());
    assertThat(left.standardDeviation()).isEqualTo(whole.standardDeviation());
    assertThat(left.min()).isEqualTo(-7);
    assertThat(left.max()).isEqualTo(0.1);
    assertThat(new WeightedMoments().hasWeight()).isFalse();
  }
}
