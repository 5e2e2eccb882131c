package io.tributary.components.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestNamesTest {
  @Test
  void areTheMostSimilarFirst() {
    assertThat(new NearestNames(List.of("fare", "payments", "y")).to("Payment"))
        .isEqualTo("one of ['payments', 'fare', 'y']");
  }

  @Test
  void areNotAllOfMany() {
    var names = IntStream.range(0, 50).mapToObj(i -> "column " + i).toList();
    assertThat(new NearestNames(names).to("colum 17"))
        .startsWith("one of ['column 17', ")
        .endsWith("] and 30 others");
  }
}
