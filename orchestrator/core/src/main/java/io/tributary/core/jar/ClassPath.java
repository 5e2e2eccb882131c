package io.tributary.core.jar;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** Jars and folders of classes, in the order in which classes are looked up. */
final class ClassPath {
  private ClassPath() {}

  /** With the jars that the manifests of jars name: a class loader finds these, too. */
  static List<Path> complete(List<Path> given) throws IOException {
    var all = new LinkedHashSet<Path>();
    for (var path : given) {
      add(path.toAbsolutePath().normalize(), all);
    }
    return List.copyOf(all);
  }

  private static void add(Path path, Collection<Path> all) throws IOException {
    if (!all.add(path) || Files.isDirectory(path)) {
      return;
    }
    try (var jar = new JarFile(path.toFile())) {
      var manifest = jar.getManifest();
      var named =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      if (named == null) {
        return;
      }
      for (var name : named.strip().split(" +", -1)) {
        var further = resolve(path, name);
        if (further.isPresent()) {
          add(further.get(), all);
        }
      }
    }
  }

  /** Where a name in a manifest leads; empty if that is no file that exists, as for the JVM. */
  private static Optional<Path> resolve(Path jar, String name) {
    try {
      var path = Path.of(jar.toUri().resolve(URI.create(name))).normalize();
      return Files.exists(path) ? Optional.of(path) : Optional.empty();
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      return Optional.empty();
    }
  }
}
