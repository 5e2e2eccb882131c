package io.tributary.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String EXAMPLE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void whatIsParsedIsWrittenAlike() {
    assertThat(TraceContext.parse(EXAMPLE))
        .contains(new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true));
    assertThat(TraceContext.parse(EXAMPLE).orElseThrow().format()).isEqualTo(EXAMPLE);
    assertThat(TraceContext.parse(EXAMPLE.replace("-01", "-00")).orElseThrow().sampled()).isFalse();
  }

  @Test
  void laterVersionsAreReadAsFarAsTheyAreKnown() {
    assertThat(TraceContext.parse(EXAMPLE.replaceFirst("00", "cc") + "-what-the-future-brings"))
        .isEqualTo(TraceContext.parse(EXAMPLE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7"
      })
  void whatIsMalformedIsIgnored(String traceparent) {
    assertThat(TraceContext.parse(traceparent)).isEmpty();
  }

  @Test
  void allProcessesOfARunFindTheSameTraceAndTheSameSpansOfAttempts() {
    var one = TraceContext.ofRun("run-1");
    var other = TraceContext.ofRun("run-1");

    assertThat(one.traceId()).isEqualTo(other.traceId());
    assertThat(one.spanId()).isNotEqualTo(other.spanId());
    assertThat(one.attempt("run-1", "Trainer", 1)).isEqualTo(other.attempt("run-1", "Trainer", 1));
    assertThat(one.attempt("run-1", "Trainer", 2).spanId())
        .isNotEqualTo(one.attempt("run-1", "Trainer", 1).spanId());
    assertThat(TraceContext.ofRun("run-2").traceId()).isNotEqualTo(one.traceId());
  }

  @Test
  void anIdIsChecked() {
    assertThatThrownBy(() -> new TraceContext("abc", "00f067aa0ba902b7", true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'abc' (expected: 32 lower-case hexadecimal digits");
  }
}
