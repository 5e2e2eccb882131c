package io.tributary.runner.airflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.core.Runner;
import io.tributary.runner.airflow.client.Credentials;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AirflowOptionsTest {
  @TempDir Path dags;

  private AirflowOptions options(Map<String, String> more, Map<String, String> environment) {
    var given = new HashMap<>(Map.of("url", "http://localhost:8080", "dags", dags.toString()));
    given.putAll(more);
    return AirflowOptions.of(given, environment::get);
  }

  @Test
  void whatIsNeededIsLittle() {
    var options = options(Map.of(), Map.of());

    assertThat(options.url()).isEqualTo(URI.create("http://localhost:8080"));
    assertThat(options.dags()).isEqualTo(dags);
    assertThat(options.credentials()).isEqualTo(Credentials.anonymous());
    assertThat(options.parsing()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void secretsMayComeFromTheEnvironment() {
    assertThat(
            options(Map.of("user", "ada"), Map.of("TRIBUTARY_AIRFLOW_PASSWORD", "secret"))
                .credentials())
        .isEqualTo(Credentials.password("ada", "secret"));
    assertThat(options(Map.of(), Map.of("TRIBUTARY_AIRFLOW_TOKEN", "t")).credentials())
        .isInstanceOf(Credentials.Bearer.class);
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    var given =
        Map.of("dags", dags + "/none", "user", "ada", "parsing", "soon", "flavour", "sweet");

    assertThatThrownBy(() -> AirflowOptions.of(given, name -> null))
        .hasMessageContaining("option url: none")
        .hasMessageContaining("none', which is no folder that can be written to")
        .hasMessageContaining("option user: 'ada' without a password")
        .hasMessageContaining("option parsing: 'soon'")
        .hasMessageContaining("option flavour: unknown");
  }

  @Test
  void theRunnerIsFoundByItsName() {
    assertThat(Runner.named("airflow", AirflowOptionsTest.class.getClassLoader()))
        .isInstanceOf(AirflowRunner.class);
  }
}
