package io.tributary.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void numbersHaveFourDigitsAndIntegersAll() {
    assertThat(Figures.text(11.768216)).isEqualTo("11.77");
    assertThat(Figures.text(-87.65)).isEqualTo("-87.65");
    assertThat(Figures.text(1825.1234)).isEqualTo("1,825.12");
    assertThat(Figures.text(0.5)).isEqualTo("0.5");
    assertThat(Figures.text(17_031_081_401.0)).isEqualTo("17,031,081,401");
    assertThat(Figures.text(1.2e-6)).isEqualTo("1.200e-06");
    assertThat(Figures.text(1.5e20)).isEqualTo("1.500e+20");
    assertThat(Figures.text(0.0)).isEqualTo("0");
    assertThat(Figures.text(Double.NaN)).isEqualTo("NaN");
    assertThat(Figures.text(Double.NEGATIVE_INFINITY)).isEqualTo("-inf");
  }

  @Test
  void partsAreInPercent() {
    assertThat(Figures.percent(0)).isEqualTo("0%");
    assertThat(Figures.percent(0.00001)).isEqualTo("<0.01%");
    assertThat(Figures.percent(0.0322)).isEqualTo("3.22%");
    assertThat(Figures.percent(0.343)).isEqualTo("34.3%");
    assertThat(Figures.percent(0.9994)).isEqualTo("99.9%");
    assertThat(Figures.percent(0.99999)).isEqualTo(">99.9%");
    assertThat(Figures.percent(1)).isEqualTo("100.0%");
  }

  @Test
  void probabilitiesHaveFourDecimals() {
    assertThat(Figures.chance(0.2094)).isEqualTo("0.2094");
    assertThat(Figures.chance(5.6e-6)).isEqualTo("<0.0001");
    assertThat(Figures.chance(1)).isEqualTo("1.0000");
  }

  @Test
  void longTextsAreCutBetweenCharacters() {
    assertThat(Figures.brief("taxi", 4)).isEqualTo("taxi");
    assertThat(Figures.brief("taxis", 4)).isEqualTo("tax…");
    assertThat(Figures.brief("🚕🚕🚕", 2)).isEqualTo("🚕…");
  }
}
