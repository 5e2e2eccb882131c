package io.tributary.components.transform;

import static io.tributary.components.transform.VocabularyOption.minCount;
import static io.tributary.components.transform.VocabularyOption.topK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.ExecutionFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticTest {
  /** Values of all magnitudes, some missing. */
  private static double[] wild(long seed, int count) {
    var random = new Random(seed);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          switch (random.nextInt(5)) {
            case 0 -> Double.NaN;
            case 1 -> random.nextInt(3) - 1;
            case 2 -> random.nextGaussian() * 1e-300;
            case 3 -> random.nextGaussian() * 1e30;
            default -> random.nextGaussian();
          };
    }
    return values;
  }

  private static byte[] encoded(Statistic statistic) throws IOException {
    var bytes = new ByteArrayOutputStream();
    statistic.encode(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static Statistic decoded(Statistic statistic, Supplier<Statistic> fresh)
      throws IOException {
    var copy = fresh.get();
    copy.decode(new DataInputStream(new ByteArrayInputStream(encoded(statistic))));
    return copy;
  }

  /** Order, division into parts and encoding do not show in the result. */
  private static void assertLaws(
      double[] values, Supplier<Statistic> fresh, Function<Statistic, Object> result)
      throws IOException {
    var whole = fresh.get();
    whole.add(values);
    var expected = result.apply(decoded(whole, fresh));
    var shuffled = new ArrayList<Double>();
    Arrays.stream(values).forEach(shuffled::add);
    java.util.Collections.shuffle(shuffled, new Random(1));
    for (int parts : new int[] {1, 2, 13}) {
      var merged = fresh.get();
      merged.merge(fresh.get());
      for (int part = 0; part < parts; part++) {
        var statistic = fresh.get();
        for (int i = part; i < values.length; i += parts) {
          statistic.add(new double[] {shuffled.get(i)});
        }
        merged.merge(decoded(statistic, fresh));
      }
      assertThat(encoded(merged)).isEqualTo(encoded(whole));
      assertThat(result.apply(merged)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void orderAndDivisionDoNotShow(long seed) throws IOException {
    var values = wild(seed, 2_000);
    assertLaws(values, () -> new MomentsStatistic("x"), s -> ((MomentsStatistic) s).moments());
    assertLaws(values, RangeStatistic::new, s -> ((RangeStatistic) s).range());
    assertLaws(values, ValuesStatistic::new, s -> ((ValuesStatistic) s).boundaries(10));
    assertLaws(values, () -> new ValuesStatistic(100), s -> ((ValuesStatistic) s).boundaries(10));
  }

  @Test
  void covariancesOfPartsAddUp() throws IOException {
    var random = new Random(8);
    var whole = new CovarianceStatistic("x", 3);
    var merged = new CovarianceStatistic("x", 3);
    for (int part = 0; part < 4; part++) {
      var columns =
          List.of(wild(part, 50), random.doubles(50, -1e5, 1e5).toArray(), wild(part + 9, 50));
      whole.add(columns);
      var statistic = new CovarianceStatistic("x", 3);
      statistic.add(columns);
      merged.merge(decoded(statistic, () -> new CovarianceStatistic("x", 3)));
    }
    assertThat(merged.count()).isEqualTo(whole.count()).isBetween(100L, 199L);
    for (int i = 0; i < 3; i++) {
      assertThat(merged.mean(i)).isEqualTo(whole.mean(i));
      for (int j = 0; j < 3; j++) {
        assertThat(merged.covariance(i, j))
            .isEqualTo(whole.covariance(i, j))
            .isEqualTo(whole.covariance(j, i));
      }
    }
  }

  @Test
  void aLargeMeanDoesNotHideTheDeviation() {
    var moments = new MomentsStatistic("x");
    moments.add(new double[] {1e15 + 1, 1e15 + 2, 1e15 + 3});
    assertThat(moments.moments()).isEqualTo(new Fit.Moments(3, 1e15 + 2, Math.sqrt(2.0 / 3)));
  }

  @Test
  void equalValuesHaveNoDeviation() {
    var moments = new MomentsStatistic("x");
    moments.add(new double[] {0.1, 0.1, Double.NaN, 0.1});
    assertThat(moments.moments()).isEqualTo(new Fit.Moments(3, 0.1, 1));
    assertThat(new MomentsStatistic("x").moments()).isEqualTo(new Fit.Moments(0, 0, 1));
  }

  @Test
  void refusesValuesWhoseSquaresOverflow() {
    assertThatThrownBy(() -> new MomentsStatistic("column 'x'").add(new double[] {1e200}))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("column 'x': a value of 1.0E200");
  }

  @Test
  void boundsAreTheElementsThatBeginAPart() {
    var values = new ValuesStatistic();
    values.add(new double[] {9, 8, 7, 6, 5, 4, 3, 2, 1, 0, Double.NaN});
    assertThat(values.boundaries(2)).containsExactly(5.0);
    assertThat(values.boundaries(5)).containsExactly(2.0, 4.0, 6.0, 8.0);
    var repeated = new ValuesStatistic();
    repeated.add(new double[] {0, 0, -0.0, 0, 1});
    assertThat(repeated.boundaries(5)).containsExactly(0.0, 1.0);
    assertThat(new ValuesStatistic().boundaries(5)).isEmpty();
  }

  @Test
  void boundsOfManyDistinctValuesAreClose() {
    var exact = new ValuesStatistic(1 << 20);
    var close = new ValuesStatistic(1 << 14);
    var random = new Random(3);
    double[] values = random.doubles(100_000, -5, 1000).toArray();
    exact.add(values);
    close.add(values);
    var expected = exact.boundaries(20);
    var actual = close.boundaries(20);
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      double tolerance = Math.abs(expected.get(i)) * 0.002;
      assertThat(actual.get(i)).isBetween(expected.get(i) - tolerance, expected.get(i));
    }
  }

  @Test
  void valuesAreOrderedAsTheirKeys() {
    double[] ascending = {
      -Double.MAX_VALUE, -1, -Double.MIN_VALUE, 0, Double.MIN_VALUE, 1, Double.MAX_VALUE
    };
    for (int i = 1; i < ascending.length; i++) {
      assertThat(ValuesStatistic.key(ascending[i - 1]))
          .isLessThan(ValuesStatistic.key(ascending[i]));
    }
    assertThat(ValuesStatistic.key(-0.0)).isEqualTo(ValuesStatistic.key(0.0));
  }

  private static TermsStatistic terms(String... texts) {
    return terms(1_000, texts);
  }

  private static TermsStatistic terms(int most, String... texts) {
    var terms = new TermsStatistic("column 'company'", most, Guide.NONE, TermsStatistic.Part.WHOLE);
    for (var text : texts) {
      var bytes = text.getBytes(UTF_8);
      terms.add(bytes, 0, bytes.length, 1);
    }
    return terms;
  }

  @Test
  void termsAreOrderedByCountThenBytesDescending() {
    var counted = terms("b", "a", "c", "c", "é", "\uD83D\uDE95", "\uFFEE");
    assertThat(counted.terms(VocabularyChoice.of()).terms())
        .containsExactly("c", "\uD83D\uDE95", "\uFFEE", "é", "b", "a");
    assertThat(counted.terms(VocabularyChoice.of(topK(2))))
        .isEqualTo(new Fit.Terms(List.of("c", "\uD83D\uDE95"), List.of(2.0, 1.0), 6));
    assertThat(counted.terms(VocabularyChoice.of(minCount(2))).terms()).containsExactly("c");
  }

  @Test
  void noTermIsEmptyOrHasALineEndOrIsNoText() {
    var counted = terms("", "a\nb", "a\rb", "ok");
    counted.add(new byte[] {(byte) 0xFF}, 0, 1, 5);
    assertThat(counted.terms(VocabularyChoice.of()))
        .isEqualTo(new Fit.Terms(List.of("ok"), List.of(1.0), 1));
  }

  @Test
  void termsOfPartsAddUp() throws IOException {
    var random = new Random(5);
    var whole = terms();
    var merged = terms();
    for (int part = 0; part < 5; part++) {
      var texts = new String[1_000];
      for (int i = 0; i < texts.length; i++) {
        texts[i] = Integer.toString(random.nextInt(700), 36);
      }
      whole.merge(terms(texts));
      merged.merge(decoded(terms(texts), () -> terms()));
    }
    var all = VocabularyChoice.of();
    assertThat(merged.terms(all)).isEqualTo(whole.terms(all));
    assertThat(merged.terms(all).terms()).hasSizeGreaterThan(600);
  }

  @Test
  void termsAreEncodedAlikeInWhateverOrderTheyCame() throws IOException {
    var words = List.of("b a", "c", "a", "b a", "é a", "");
    var reversed = new ArrayList<>(words);
    java.util.Collections.reverse(reversed);
    var cut = Words.Cut.ofTexts("").ofGrams(1, 2);
    for (var fresh :
        List.<Supplier<Statistic>>of(
            () -> new TermsStatistic("x"),
            () -> new WordsStatistic(cut, new TermsStatistic("x")))) {
      assertThat(encoded(of(words, fresh.get()))).isEqualTo(encoded(of(reversed, fresh.get())));
    }
  }

  private static Statistic of(List<String> texts, Statistic statistic) {
    for (var text : texts) {
      byte[] bytes = text.getBytes(UTF_8);
      statistic.add(bytes, 0, bytes.length);
    }
    return statistic;
  }

  @Test
  void tooManyTermsAreRefused() {
    assertThatThrownBy(() -> terms(2, "a", "b", "a", "c"))
        .isInstanceOfSatisfying(
            ExecutionFailure.class,
            failure ->
                assertThat(failure.code()).isEqualTo(ExecutionFailure.Code.RESOURCE_EXHAUSTED))
        .hasMessageContaining("column 'company': more than 2 distinct terms")
        .hasMessageContaining("use passes(n)")
        .hasMessageContaining("or hash(buckets)");
  }
}
