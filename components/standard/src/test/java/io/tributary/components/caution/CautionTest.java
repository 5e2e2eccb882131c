package io.tributary.components.caution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.components.caution.Caution.Kind;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CautionTest {
  @Test
  void comesBackAsItWasWritten() throws IOException {
    var cautions =
        Arrays.stream(Kind.values())
            .map(kind -> new Caution(kind, "'" + kind + "' \"é😀\""))
            .toList();
    assertThat(Caution.read(Caution.write(cautions))).isEqualTo(cautions);
    assertThat(Caution.write(List.of(new Caution(Kind.FEW_ROWS, "one row"))))
        .contains("\"kind\" : \"few_rows\"", "\"text\" : \"one row\"");
  }

  @Test
  void refusesWhatIsNone() {
    assertThatThrownBy(() -> Caution.read("{}")).isInstanceOf(IOException.class);
  }
}
