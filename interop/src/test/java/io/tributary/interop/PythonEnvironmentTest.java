package io.tributary.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonEnvironmentTest {

  @Test
  void isThere(@TempDir Path directory) throws Exception {
    assertThat(PythonEnvironment.TFX.problem()).isEmpty();
    assertThat(PythonEnvironment.PROGRAMS.problem()).isEmpty();
    assertThat(PythonEnvironment.TRITON.problem()).isEmpty();
    assertThat(PythonEnvironment.SCHEMATHESIS.problem()).isEmpty();
    assertThat(PythonEnvironment.ONNX.problem()).isEmpty();
    var versions = PythonScript.named("versions.py").run(directory, Duration.ofMinutes(5));
    assertThat(versions.lines()).containsExactly("tfx 1.16.0", "ml-metadata 1.16.0");
  }

  @Test
  @Tag("airflow")
  void hasAirflow() {
    assertThat(PythonEnvironment.AIRFLOW3.problem()).isEmpty();
    assertThat(PythonEnvironment.AIRFLOW2.problem()).isEmpty();
  }
}
