package io.tributary.runner.beam;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.jar.JarFile;

/**
 * The jars that workers on other machines need beside what their cluster has: everything that this
 * process has been started with, but the cluster's own.
 */
final class Staging {
  private Staging() {}

  /**
   * Jars and folders of classes, in the order in which classes are looked up.
   *
   * @param classes finds the classes of this runner
   * @param cluster how names of jars begin that every worker of the cluster has
   */
  static List<String> files(ClassLoader classes, Collection<String> cluster) {
    var found = new LinkedHashSet<>(loaded(classes));
    for (var entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
      if (!entry.isEmpty()) {
        found.add(Path.of(entry).toAbsolutePath());
      }
    }
    return withManifests(found).stream()
        .filter(file -> cluster.stream().noneMatch(file.getFileName().toString()::startsWith))
        .map(Path::toString)
        .toList();
  }

  /** The jars that a worker was sent with the job that it works for; none in another process. */
  static List<String> received(ClassLoader classes) {
    return loaded(classes).stream().filter(Files::exists).map(Path::toString).toList();
  }

  private static List<Path> loaded(ClassLoader classes) {
    var found = new ArrayList<Path>();
    for (var loader = classes; loader != null; loader = loader.getParent()) {
      if (loader instanceof URLClassLoader urls) {
        for (var url : urls.getURLs()) {
          found.add(Path.of(URI.create(url.toString())));
        }
      }
    }
    return found;
  }

  /** A jar may name further jars in its manifest. */
  private static Collection<Path> withManifests(Collection<Path> files) {
    var all = new LinkedHashSet<Path>();
    var next = new ArrayDeque<>(files);
    while (!next.isEmpty()) {
      var file = next.removeFirst();
      if (Files.exists(file) && all.add(file) && Files.isRegularFile(file)) {
        manifest(file).forEach(next::addLast);
      }
    }
    return all;
  }

  private static List<Path> manifest(Path jar) {
    try (var opened = new JarFile(jar.toFile())) {
      var manifest = opened.getManifest();
      var named = manifest == null ? null : manifest.getMainAttributes().getValue("Class-Path");
      return named == null
          ? List.of()
          : List.of(named.strip().split(" +", -1)).stream()
              .map(name -> Path.of(jar.toUri().resolve(name)))
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(jar + ": cannot be read (expected: a jar)", e);
    }
  }
}
