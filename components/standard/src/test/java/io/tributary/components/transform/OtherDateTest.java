package io.tributary.components.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtherDateTest {
  private static boolean isDate(String text) {
    var bytes = text.getBytes(UTF_8);
    return OtherDate.isDate(bytes, bytes.length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "30.11.2026",
        "1.2.2026",
        "11/30/2026 18:05",
        "30-11-2026, noon",
        "2026/11/30",
        "2026-1-3",
        "2026.30.11T18:05"
      })
  void knowsDatesAsPeopleWriteThem(String text) {
    assertThat(isDate(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026",
        "30.11",
        "30.11.",
        "30.11.26",
        "30.11/2026",
        "30.11.2026.1",
        "30.11.20261",
        "1.2.3",
        "192.168.1.1",
        "12-34-5678",
        "32-12-2026",
        "13-13-2026",
        "0.11.2026",
        "2026-13-45",
        "2026/00/10",
        "a/b/2026",
        "11111111111111/11/2026"
      })
  void takesNoOtherNumbersForDates(String text) {
    assertThat(isDate(text)).isFalse();
  }
}
