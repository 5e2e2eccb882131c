package io.tributary.core.jar;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** Jars and folders of classes, in the order in which classes are looked up. */
final class ClassPath {
  private final Set<Path> visited = new HashSet<>();
  private final List<Path> all = new ArrayList<>();

  private ClassPath() {}

  /**
   * With the jars that the manifests of jars name: a class loader finds these, too.
   *
   * <p>The copy of a jar names what the jar named. Relative names lead nowhere from there, absolute
   * ones still lead to the original: what is named so comes before the jar that names it, so that
   * its copy is asked first. What is named and cannot be read is left out, as the JVM does.
   *
   * @throws IOException if a given jar cannot be read
   */
  static List<Path> complete(List<Path> given) throws IOException {
    var complete = new ClassPath();
    for (var path : given) {
      var absolute = path.toAbsolutePath().normalize();
      complete.add(absolute, Files.isDirectory(absolute) ? List.of() : readGiven(absolute));
    }
    return List.copyOf(complete.all);
  }

  private static List<URI> readGiven(Path jar) throws IOException {
    try {
      return named(jar);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(jar, e);
    }
  }

  /** The JVM passes silently over a jar that it cannot read, such as one that is being built. */
  static IOException unreadable(Path jar, IOException why) {
    return new IOException(
        "jar " + jar + ": " + why.getMessage() + " (expected: a jar that is whole); build it again",
        why);
  }

  /**
   * @param names what the jar names
   */
  private void add(Path path, List<URI> names) {
    if (!visited.add(path)) {
      return;
    }
    addNamed(path, names.stream().filter(ClassPath::isAbsolute).toList());
    all.add(path);
    addNamed(path, names.stream().filter(name -> !isAbsolute(name)).toList());
  }

  private void addNamed(Path jar, List<URI> names) {
    for (var name : names) {
      resolve(jar, name)
          .filter(path -> !visited.contains(path))
          .ifPresent(path -> readNamed(path).ifPresent(further -> add(path, further)));
    }
  }

  private static Optional<List<URI>> readNamed(Path path) {
    try {
      return Optional.of(Files.isDirectory(path) ? List.of() : named(path));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What the manifest of a jar names, but for what is no URI, as for the JVM. */
  private static List<URI> named(Path path) throws IOException {
    var names = new ArrayList<URI>();
    try (var jar = new JarFile(path.toFile())) {
      var manifest = jar.getManifest();
      var named =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      var tokens = new StringTokenizer(named == null ? "" : named);
      while (tokens.hasMoreTokens()) {
        uri(tokens.nextToken()).ifPresent(names::add);
      }
    }
    return names;
  }

  private static Optional<URI> uri(String name) {
    try {
      return Optional.of(URI.create(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether a name leads to the same place from wherever it is read. */
  private static boolean isAbsolute(URI name) {
    return name.getPath() != null && name.getPath().startsWith("/");
  }

  /** Where a name in a manifest leads; empty if that is no file that exists, as for the JVM. */
  private static Optional<Path> resolve(Path jar, URI name) {
    try {
      var path = Path.of(jar.toUri().resolve(name)).normalize();
      return Files.exists(path) ? Optional.of(path) : Optional.empty();
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      return Optional.empty();
    }
  }
}
