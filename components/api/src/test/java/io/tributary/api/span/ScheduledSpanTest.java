package io.tributary.api.span;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduledSpanTest {
  @ParameterizedTest
  @CsvSource({
    "7, 7",
    "2026-11-30, 20787",
    "1970-01-01, 0",
    "3..9, 3..9",
    "4..4, 4",
    "2026-11-01..2026-11-30, 20758..20787",
    "latest, latest"
  })
  void isReadFromOneWord(String text, String canonical) {
    assertThat(ScheduledSpan.parse(text)).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "-1",
        "9..3",
        "1..",
        "..1",
        "1...2",
        "2026-02-30",
        "1969-12-31",
        "Latest"
      })
  void otherWordsAreRefused(String text) {
    assertThatThrownBy(() -> ScheduledSpan.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("span: ")
        .hasMessageContaining("(expected: ");
  }

  @Test
  void dayIsCountedFrom1970() {
    assertThat(ScheduledSpan.of(LocalDate.of(2017, 1, 1))).isEqualTo(ScheduledSpan.of(17_167));
  }

  @Test
  void latestHasNoNumber() {
    assertThat(ScheduledSpan.LATEST.isLatest()).isTrue();
    assertThatThrownBy(ScheduledSpan.LATEST::first).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(ScheduledSpan.LATEST::last).isInstanceOf(IllegalStateException.class);
  }

  @Property
  void comesBackFromItsText(
      @ForAll @LongRange(min = 0, max = 1_000_000) long first,
      @ForAll @LongRange(min = 0, max = 1_000_000) long more) {
    var span = ScheduledSpan.range(first, first + more);
    var back = ScheduledSpan.parse(span.toString());
    assertThat(back).isEqualTo(span).hasSameHashCodeAs(span);
    assertThat(back.last() - back.first()).isEqualTo(more);
  }
}
