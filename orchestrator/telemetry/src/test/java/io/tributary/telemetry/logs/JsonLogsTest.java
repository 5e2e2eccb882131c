package io.tributary.telemetry.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.NodeOptions;
import io.tributary.api.Pipeline;
import io.tributary.api.Run;
import io.tributary.core.RunRequest;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.steps.Text;
import io.tributary.telemetry.Watched;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The provider is chosen in the module's build. */
class JsonLogsTest {
  @TempDir Path directory;

  private final JsonLoggers loggers = (JsonLoggers) LoggerFactory.getILoggerFactory();
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private OutputStream before;

  @BeforeEach
  void redirect() {
    before = loggers.redirect(lines);
  }

  @AfterEach
  void restore() {
    loggers.redirect(before);
  }

  private List<JsonNode> lines() throws Exception {
    var parsed = new ArrayList<JsonNode>();
    for (var line : lines.toString(UTF_8).lines().toList()) {
      parsed.add(new ObjectMapper().readTree(line));
    }
    return parsed;
  }

  private JsonNode line(String message) throws Exception {
    return lines().stream()
        .filter(line -> line.get("message").asText().contains(message))
        .findFirst()
        .orElseThrow(() -> new AssertionError(message + " not in " + lines));
  }

  /** Logs by its run, by a library's logger, and from a thread of its own; then fails. */
  public record Talk() implements Component<Talk.Outputs> {
    public record Outputs(Channel<Text> text) {}

    @Override
    public void run(Run<Outputs> run) throws Exception {
      run.log().info("said by the component, of attempt {}", run.attempt());
      LoggerFactory.getLogger("org.library").warn("said by a library");
      var thread = new Thread(() -> run.log().info("said from elsewhere"));
      thread.start();
      thread.join();
      throw new IllegalStateException("said \"no\"\nand left");
    }
  }

  private RunRequest talk() {
    var p = Pipeline.named("talkative");
    p.add(new Talk(), NodeOptions.id("talks"));
    return RunRequest.of(Compiler.compile(p), JsonLogsTest.class.getClassLoader(), "run-1");
  }

  @Test
  void linesOfComponentsLibrariesAndTheLauncherSayWhatTheyAreAbout() throws Exception {
    var request = talk();
    try (var watched = new Watched(directory)) {
      var result = watched.run(request, new RunLog());

      var execution = Long.toString(result.node("talks").executionId().getAsLong());
      var attempt = request.trace().attempt("run-1", "talks", 1);
      for (var message :
          List.of(
              "said by the component, of attempt 1",
              "said by a library",
              "said from elsewhere",
              "execution " + execution + ", attempt 1",
              "FAILED: ")) {
        var line = line(message);
        assertThat(line.get("pipeline").asText()).isEqualTo("talkative");
        assertThat(line.get("run").asText()).isEqualTo("run-1");
        assertThat(line.get("node").asText()).isEqualTo("talks");
        assertThat(line.get("attempt").asText()).isEqualTo("1");
        assertThat(line.get("execution").asText()).isEqualTo(execution);
        assertThat(line.get("trace_id").asText()).isEqualTo(attempt.traceId());
        assertThat(line.get("span_id").asText()).isEqualTo(attempt.spanId());
      }
      assertThat(line("said by the component").get("logger").asText())
          .isEqualTo(Talk.class.getName());
      assertThat(line("said by a library").get("level").asText()).isEqualTo("WARN");
      assertThat(line("USER_CODE").get("stack_trace").asText())
          .contains("said \"no\"\nand left", "at " + Talk.class.getName());
      assertThat(line("run started").has("node")).isFalse();
      assertThat(line("run FAILED").get("span_id").asText()).isEqualTo(request.trace().spanId());
      assertThat(Files.readString(watched.home().log("run-1", "talks")))
          .as("the file is for people")
          .contains(" INFO said by the component, of attempt 1\n");
    }
  }

  @Test
  void attemptsAreToldApartAndNothingStaysBehind() throws Exception {
    try (var watched = new Watched(directory)) {
      watched.run(watched.request("run-1"), new RunLog());
    }

    assertThat(line("execution").get("attempt").asText()).isEqualTo("1");
    assertThat(
            lines().stream()
                .filter(line -> line.path("node").asText().equals(Watched.RECOVERS))
                .map(line -> line.get("attempt").asText() + " " + line.get("level").asText())
                .distinct())
        .containsExactly("1 INFO", "1 ERROR", "1 WARN", "2 INFO");
    assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
  }

  @Test
  void levelsAreThoseOfTheSimpleLogger() throws Exception {
    System.setProperty("org.slf4j.simpleLogger.log.org.noisy", "error");
    try {
      loggers.getLogger("org.noisy.Part").warn("not heard");
      loggers.getLogger("org.noisy.Part").error("heard");
      loggers.getLogger("org.other").debug("not heard either");
    } finally {
      System.clearProperty("org.slf4j.simpleLogger.log.org.noisy");
    }

    assertThat(lines()).extracting(line -> line.get("message").asText()).containsExactly("heard");
  }

  @Test
  void anUnknownFormatIsRefused() {
    assertThatThrownBy(() -> LogFormat.chooseBy(Map.of("TRIBUTARY_LOG_FORMAT", "xml")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'xml' (expected: text or json)");
  }
}
