package io.tributary.runner.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.Channel;
import io.tributary.api.ExecutionFailure;
import io.tributary.core.steps.Fail;
import io.tributary.core.steps.FirstLine;
import io.tributary.core.steps.Silent;
import io.tributary.core.steps.Text;
import io.tributary.core.steps.Write;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComponentRunnerTest {
  @TempDir Path directory;

  @Test
  void componentsRunOneByOne() {
    try (var alone = ComponentRunner.in(directory)) {
      var trace = directory.resolve("trace");
      var text = alone.run(new Write("a\nb", trace)).text();
      var other = alone.run(new Write("c", trace)).text();
      var line = alone.run(new FirstLine(text, trace)).line();

      assertThat(alone.path(line).resolve("text.txt")).hasContent("a");
      assertThat(alone.path(other).resolve("text.txt")).hasContent("c");
      assertThat(alone.artifact(text).property(Text.LENGTH)).hasValue(3L);
      assertThat(trace).hasContent("Write\nWrite-2\nFirstLine");
    }
  }

  @Test
  void failureOfTheComponentIsThrown() {
    try (var alone = ComponentRunner.in(directory)) {
      assertThatThrownBy(
              () ->
                  alone.run(
                      new Fail(1, ExecutionFailure.Code.NOT_FOUND, directory.resolve("trace"))))
          .isInstanceOfSatisfying(
              ExecutionFailure.class,
              failure -> assertThat(failure.code()).isEqualTo(ExecutionFailure.Code.NOT_FOUND));
    }
  }

  @Test
  void artifactThatWasNotMadeIsRefused() {
    try (var alone = ComponentRunner.in(directory)) {
      Channel<Text> nothing = alone.run(new Silent("today")).text();

      assertThat(alone.artifacts(nothing)).isEmpty();
      assertThatThrownBy(() -> alone.path(nothing))
          .hasMessageContaining("'Silent.text' has no artifact");
    }
  }
}
