package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metadata.MetadataException.Code;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetadataExceptionTest {

  @Test
  void onlyALostAnswerLeavesOpenWhetherARequestIsStored() {
    assertThat(
            Stream.of(Code.values()).filter(code -> new MetadataException(code, "").mayBeStored()))
        .containsExactly(Code.INTERNAL, Code.UNAVAILABLE);
  }
}
