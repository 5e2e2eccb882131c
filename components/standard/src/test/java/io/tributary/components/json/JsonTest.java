package io.tributary.components.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void numbersAreWrittenWithTheFewestDigits() {
    assertThat(Json.shortest(0.1)).isEqualTo("0.1");
    assertThat(Json.shortest(-0.0)).isEqualTo("0.0");
    assertThat(Json.shortest(15002)).isEqualTo("15002.0");
    assertThat(Json.shortest(2e-3)).isEqualTo("0.002");
    var random = new Random(2);
    for (int i = 0; i < 2_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Math.abs(value) <= Double.MAX_VALUE) {
        assertThat(Double.parseDouble(Json.shortest(value))).isEqualTo(value);
      }
    }
  }

  @Test
  void theDigitsAreNotThoseOfTheRunningJava() {
    // Double.toString says 2.0E-3 and 1.0E23.
    assertThat(Json.shortest(1.0E23)).isEqualTo("1E+23");
    assertThat(Json.shortest(2.0E-3f)).isEqualTo("0.002");
    assertThat(Json.shortest(0.1f)).isEqualTo("0.1");
    var random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      if (Float.isFinite(value)) {
        assertThat(Float.parseFloat(Json.shortest(value))).isEqualTo(value == 0 ? 0f : value);
      }
    }
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    var value = new LinkedHashMap<String, Object>();
    value.put("text", "a \"b\" \u00e9");
    value.put("list", Arrays.asList(1L, 2.5, true, null, List.of(), Map.of()));
    assertThat(Json.read(Json.write(value))).isEqualTo(value);
    assertThat(new String(Json.write(Map.of("a", 1)), UTF_8)).isEqualTo("{\n  \"a\" : 1\n}\n");
  }

  @Test
  void refusesWhatJsonHasNot() {
    assertThatThrownBy(() -> Json.write(Double.NaN))
        .hasMessage("NaN (expected: a finite number, or null)");
    assertThatThrownBy(() -> Json.write(this)).hasMessageContaining("JsonTest (expected: a map");
    assertThatThrownBy(() -> Json.read("{\"a\" 1}".getBytes(UTF_8)))
        .isInstanceOf(JsonProcessingException.class);
  }

  /** As a metric's is of a class whose name is a whole text. */
  @Test
  void readsNamesOfAnyLength() throws IOException {
    var name = "z".repeat(100_000);
    assertThat(Json.read(Json.write(Map.of(name, 1L)))).isEqualTo(Map.of(name, 1L));
  }
}
