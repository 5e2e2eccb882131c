package io.tributary.data.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class NumeralTest {
  private final Numeral numeral = new Numeral();

  @Property
  void integersAreExact(@ForAll long value) {
    assertThat(read(Long.toString(value))).isEqualTo(Numeral.Kind.INTEGER);
    assertThat(numeral.longValue()).isEqualTo(value);
    assertThat(numeral.doubleValue()).isEqualTo((double) value);
  }

  @Property
  void everyDoubleIsReadBack(@ForAll double value) {
    var text = Double.toString(value);

    assertThat(read(text)).isEqualTo(Numeral.Kind.FLOAT);
    assertThat(numeral.doubleValue()).isEqualTo(Double.valueOf(value));
  }

  @Property
  void decimalsAreTheNearestDoubles(
      @ForAll long digits, @ForAll @IntRange(min = 0, max = 25) int scale) {
    var text = BigDecimal.valueOf(digits, scale).toPlainString();

    assertThat(read(text)).isNotEqualTo(Numeral.Kind.TEXT);
    assertThat(numeral.doubleValue()).isEqualTo(Double.parseDouble(text));
  }

  @Property
  void integersBeyond64BitsAreToldApart(@ForAll BigInteger value) {
    var expected = value.bitLength() < 64 ? Numeral.Kind.INTEGER : Numeral.Kind.LARGE_INTEGER;

    assertThat(read(value.toString())).isEqualTo(expected);
    assertThat(numeral.doubleValue()).isEqualTo(value.doubleValue());
    assertThat(read(value.shiftLeft(60).add(BigInteger.TWO.pow(64)).toString()))
        .isEqualTo(
            value.shiftLeft(60).add(BigInteger.TWO.pow(64)).bitLength() < 64
                ? Numeral.Kind.INTEGER
                : Numeral.Kind.LARGE_INTEGER);
  }

  /** With bytes behind the field, and without, where numbers are read in another way. */
  @Property(tries = 3_000)
  void whatStandsBehindTheFieldDoesNotShow(@ForAll("numerals") String text) {
    byte[] alone = text.getBytes(UTF_8);
    byte[] followed = (text + "0123456789").getBytes(UTF_8);
    var kind = numeral.read(alone, 0, alone.length);
    double value = kind == Numeral.Kind.TEXT ? 0 : numeral.doubleValue();

    assertThat(numeral.kind(alone, 0, alone.length)).isEqualTo(kind);
    assertThat(numeral.kind(followed, 0, alone.length)).isEqualTo(kind);
    assertThat(numeral.read(followed, 0, alone.length)).isEqualTo(kind);
    if (kind != Numeral.Kind.TEXT) {
      assertThat(numeral.doubleValue()).isEqualTo(Double.valueOf(value));
      if (text.chars().noneMatch(Character::isLetter)) {
        assertThat(value).isEqualTo(Double.valueOf(text.strip()));
      }
    }
  }

  @Provide
  Arbitrary<String> numerals() {
    return Arbitraries.of(
            "0", "1", "12", "345", "99999999", "000", ".", "-", "+", "e", "E-2", "nan", " ")
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(parts -> String.join("", parts));
  }

  private Numeral.Kind read(String text) {
    byte[] bytes = (text + ",999999999").getBytes(UTF_8);
    return numeral.read(bytes, 0, text.length());
  }
}
