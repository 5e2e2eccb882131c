package io.tributary.cli.model;

import io.tributary.cli.command.UsageException;
import io.tributary.serving.repository.ModelRepository;
import java.nio.file.Files;
import java.nio.file.Path;

/** The ONNX file of a model that a user names. */
final class ModelFile {
  static final String MODEL =
      "An ONNX file, the folder of a model (model.onnx in it), or the folder of a model in a model"
          + " repository, of which the highest version that is served is taken";

  private ModelFile() {}

  static Path find(Path given) {
    if (Files.isRegularFile(given)) {
      return given;
    }
    var inside = given.resolve(ModelRepository.MODEL_FILE);
    if (Files.isRegularFile(inside)) {
      return inside;
    }
    return served(given.toAbsolutePath().normalize(), given);
  }

  private static Path served(Path folder, Path given) {
    var parent = folder.getParent();
    var name = folder.getFileName();
    if (parent == null || name == null || !Files.isDirectory(folder)) {
      throw refused(given, Files.exists(given) ? "no file" : "does not exist");
    }
    var repository = new ModelRepository(parent);
    if (repository.versions(name.toString()).isEmpty()) {
      var models = new ModelRepository(folder).models();
      throw refused(
          given,
          models.isEmpty() ? "a folder without model.onnx" : "a folder of the models " + models);
    }
    var version =
        repository
            .current(name.toString())
            .orElseThrow(
                () ->
                    refused(
                        given,
                        "none of the versions "
                            + repository.versions(name.toString())
                            + " is served"));
    return repository.directory(name.toString(), version).resolve(ModelRepository.MODEL_FILE);
  }

  private static UsageException refused(Path given, String what) {
    return new UsageException(
        "MODEL " + given, what, "an ONNX file, or the folder of a model", "name one");
  }
}
