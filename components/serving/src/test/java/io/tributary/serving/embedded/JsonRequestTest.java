package io.tributary.serving.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.serving.DoubleTensor;
import io.tributary.serving.Tensor;
import org.junit.jupiter.api.Test;

class JsonRequestTest {
  @Test
  void takesWholeNumbersBeyondLongAsFloatingPoint() {
    // So JavaScript writes 1e20.
    assertThat(value("FP64", "100000000000000000000")).isEqualTo(DoubleTensor.column(1e20));
    assertThatThrownBy(() -> value("INT64", "100000000000000000000"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("input 'x' has values that are no INT64 (expected: integers)");
  }

  private static Tensor value(String datatype, String number) {
    var body =
        "{\"inputs\": [{\"name\": \"x\", \"shape\": [1, 1], \"datatype\": \"%s\", \"data\": [%s]}]}"
            .formatted(datatype, number);
    var tensor = JsonRequest.parse(body.getBytes(UTF_8)).inputs().get("x");
    assertThat(tensor).isNotNull();
    return tensor;
  }
}
