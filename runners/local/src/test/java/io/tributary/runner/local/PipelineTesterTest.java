package io.tributary.runner.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.Channel;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.Pipeline;
import io.tributary.core.steps.Fail;
import io.tributary.core.steps.FirstLine;
import io.tributary.core.steps.Latest;
import io.tributary.core.steps.Text;
import io.tributary.core.steps.Trace;
import io.tributary.core.steps.Write;
import io.tributary.metadata.NodeState;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTesterTest {
  @TempDir Path directory;

  private Path trace() {
    return directory.resolve("trace");
  }

  @Test
  void outputOfANodeIsReplaced() throws Exception {
    var p = Pipeline.named("replaced");
    var text = p.add(new Write("real", trace())).text();
    var line = p.add(new FirstLine(text, trace())).line();
    try (var tester = PipelineTester.of(p, directory)) {
      tester.replace(
          text,
          output -> {
            Files.writeString(output.path().resolve("text.txt"), "other\nlines");
            output.set(Text.LENGTH, 11L);
          });

      tester.succeeded();

      assertThat(tester.path(line).resolve("text.txt")).hasContent("other");
      assertThat(tester.artifact(text).property(Text.LENGTH)).hasValue(11L);
      tester.expect(line, NodeState.COMPLETE);
    }
    assertThat(Trace.of(trace())).containsExactly("FirstLine");
  }

  @Test
  void failureSaysWhichMethodToCall() {
    var p = Pipeline.named("failing");
    var text = p.add(new Fail(9, ExecutionFailure.Code.INVALID_DATA, trace())).text();
    var latest = p.add(new Latest(1)).text();
    var foreign = Channel.of("Nobody", "text", text.type());
    try (var tester = PipelineTester.of(p, directory)) {
      assertThatThrownBy(() -> tester.path(text)).hasMessageContaining("call run() or succeeded()");
      assertThatThrownBy(tester::succeeded)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("Fail: Fail: attempt 1")
          .hasMessageContaining("call run() if");
      assertThatThrownBy(() -> tester.artifact(text)).hasMessageContaining("call expect(");
      assertThatThrownBy(() -> tester.expect(text, NodeState.CACHED))
          .hasMessageContaining("expected: CACHED");
      assertThatThrownBy(() -> tester.node(foreign)).hasMessageContaining("[Fail, Latest]");
      assertThatThrownBy(() -> tester.replace(latest, output -> output.split("a")))
          .hasMessageContaining("resolver");
    }
  }

  @Test
  void cacheIsUsedOnRequest() {
    var p = Pipeline.named("cached");
    var text = p.add(new Write("real", trace())).text();
    try (var tester = PipelineTester.of(p, directory)) {
      tester.succeeded();
      tester.succeeded();
      tester.expect(text, NodeState.COMPLETE).withCache().succeeded();
      tester.expect(text, NodeState.CACHED);
    }
  }

  @Test
  void replacementIsMadeAlthoughTheCacheHasTheOriginal() throws Exception {
    var p = Pipeline.named("cached");
    var text = p.add(new Write("real", trace())).text();
    var line = p.add(new FirstLine(text, trace())).line();
    try (var tester = PipelineTester.of(p, directory).withCache()) {
      tester.succeeded();
      tester.replace(text, output -> Files.writeString(output.path().resolve("text.txt"), "other"));

      tester.succeeded();

      assertThat(tester.path(line).resolve("text.txt")).hasContent("other");
    }
  }
}
