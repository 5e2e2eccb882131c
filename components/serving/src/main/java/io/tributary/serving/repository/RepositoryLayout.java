package io.tributary.serving.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What lies where in a repository, and what of it is there.
 *
 * @param root absolute
 */
record RepositoryLayout(Path root) {
  private static final String CONFIG_FILE = "config.pbtxt";

  RepositoryLayout {
    root = root.toAbsolutePath().normalize();
    if (root.getFileName() == null) {
      throw new IllegalArgumentException(
          "model repository: " + root + " (expected: a directory below the root)");
    }
  }

  /** The names of all models, sorted; none if the directory does not exist. */
  List<String> models() {
    return subdirectories(root).stream().filter(name -> !name.startsWith(".")).sorted().toList();
  }

  /** All versions of a model, ascending; none for an unknown model. */
  List<Long> versions(String model) {
    return subdirectories(model(model)).stream()
        .filter(RepositoryLayout::isVersion)
        .map(Long::valueOf)
        .sorted()
        .toList();
  }

  /**
   * Where a model lies, or would.
   *
   * @throws RepositoryException if no model can be called so
   */
  Path model(String model) {
    return root.resolve(requireName(model));
  }

  Path version(String model, long version) {
    return model(model).resolve(Long.toString(version));
  }

  Path config(String model) {
    return config(model(model));
  }

  /** The configuration in the directory of a model. */
  static Path config(Path model) {
    return model.resolve(CONFIG_FILE);
  }

  private static List<String> subdirectories(Path directory) {
    List<String> names = new ArrayList<>();
    try (Stream<Path> listing = Files.list(directory)) {
      listing
          .filter(Files::isDirectory)
          .forEach(path -> names.add(String.valueOf(path.getFileName())));
    } catch (NoSuchFileException e) {
      return names;
    } catch (IOException e) {
      throw RepositoryException.of("list " + directory, e);
    }
    return names;
  }

  /** A positive number without leading zeros, of at most 18 digits. */
  private static boolean isVersion(String name) {
    if (name.isEmpty() || name.length() > 18 || name.charAt(0) == '0') {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) < '0' || name.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static String requireName(String model) {
    if (!ModelName.isValid(model)) {
      throw new RepositoryException(
          "model name: '" + model + "' (expected: " + ModelName.EXPECTED + ")");
    }
    return model;
  }
}
