package io.tributary.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DescriptionsTest {
  @SuppressWarnings("serial") // what is written takes care of these
  private record Work(Path file, Optional<Long> some, Optional<Path> none, List<Path> more)
      implements Serializable {}

  private static Object sent(Object work, ClassLoader classes) throws IOException {
    var bytes = new ByteArrayOutputStream();
    Descriptions.write(work, bytes);
    return Descriptions.read(new ByteArrayInputStream(bytes.toByteArray()), classes);
  }

  @Test
  void optionalsAndPathsMayBeAmongTheFields() throws IOException {
    var work =
        new Work(Path.of("a", "b"), Optional.of(7L), Optional.empty(), List.of(Path.of("c")));

    assertThat(sent(work, DescriptionsTest.class.getClassLoader())).isEqualTo(work);
  }

  @Test
  void failuresKeepTheirCodeTheirPartsAndTheirCause() throws IOException {
    var explanation = new Explanation("column 'x'", "-1", ">= 0", "correct it");
    var failure =
        new ExecutionFailure(
            ExecutionFailure.Code.INVALID_DATA, explanation, new ArithmeticException("odd"));

    var received = (ExecutionFailure) sent(failure, DescriptionsTest.class.getClassLoader());

    assertThat(received.code()).isEqualTo(ExecutionFailure.Code.INVALID_DATA);
    assertThat(received.explanation()).contains(explanation);
    assertThat(received).hasMessage(failure.getMessage()).hasRootCauseMessage("odd");
  }

  @Test
  void whatCannotBeDescribedIsNamed() {
    assertThatThrownBy(() -> sent(List.of(new Thread()), ClassLoader.getSystemClassLoader()))
        .isInstanceOf(NotSerializableException.class)
        .hasMessage("java.lang.Thread");
  }

  @Test
  void classesThatAreNotThereAreNamed() {
    var work = new Work(Path.of("a"), Optional.empty(), Optional.empty(), List.of());

    assertThatThrownBy(
            () ->
                sent(
                    work,
                    new ClassLoader(null) {
                      @Override
                      protected Class<?> findClass(String name) throws ClassNotFoundException {
                        throw new ClassNotFoundException(name);
                      }
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(Work.class.getName() + ": not found (expected: the classes");
  }
}
