package io.tributary.serving.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.serving.ServingException;
import io.tributary.serving.SmallModels;
import io.tributary.serving.repository.ModelRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedModelsTest {
  @TempDir private Path directory;

  @Test
  void aLoadThatComesAfterTheCloseLeavesNothingInMemory() throws IOException {
    var repository = new ModelRepository(directory.resolve("repository"));
    repository.publish("taxi", SmallModels.write(directory, "m.onnx", SmallModels.taxi(1)));
    repository.activate("taxi", List.of(1L));
    var models = new LoadedModels(repository);
    models.load("taxi", null);

    models.close();

    assertThatThrownBy(() -> models.load("taxi", null))
        .isInstanceOf(ServingException.class)
        .hasMessageContaining("stopping");
    assertThat(models.all()).isEmpty();
  }
}
