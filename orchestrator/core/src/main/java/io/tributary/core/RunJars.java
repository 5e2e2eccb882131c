package io.tributary.core;

import io.tributary.api.Explanation;
import io.tributary.core.jar.JarStore;
import io.tributary.core.jar.KeptJars;
import io.tributary.core.jar.RunJar;
import io.tributary.core.launcher.RunSettings;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The jars with the classes of a run's pipeline. They are kept in the home, and the run remembers
 * them by URI and digest, so that whoever goes on with it, wherever, finds the same code.
 */
public final class RunJars {
  private static final String OLD_FILE = "jars";
  private static final String OLD_FOLDER = "-";

  private RunJars() {}

  /**
   * Keeps jars and folders of classes for a run that is about to be registered.
   *
   * @throws IOException if one cannot be read, or the home cannot be written
   */
  public static KeptJars keep(RunHome home, String runId, List<Path> given) throws IOException {
    return new JarStore(home).keep(runId, given);
  }

  /**
   * The jars that a run was started with, or was last resumed with; none of a run that has none.
   *
   * @return copies, which nobody writes to
   * @throws RunRefusedException naming every jar that is missing or is not what it was
   */
  public static List<Path> recall(RunHome home, String runId) throws IOException {
    var found = new ArrayList<Path>();
    var problems = new ArrayList<String>();
    var jars = RunSettings.jars(home.metadata().store(), runId);
    if (jars.isEmpty()) {
      recallOld(home, runId, found, problems);
    } else {
      find(jars, new JarStore(home), found, problems);
    }
    if (!problems.isEmpty()) {
      throw new RunRefusedException(
          new Explanation(
              "run '" + runId + "' > jars",
              String.join("; ", problems),
              "the jars that the run was started with",
              "put them back, or name what is to be used instead with --jar"));
    }
    return found;
  }

  /**
   * Where jars are kept by now.
   *
   * @param where whose they are, for people
   * @return copies, which nobody writes to
   * @throws RunRefusedException naming every jar that is missing or is not what it was
   */
  public static List<Path> find(RunHome home, String where, List<RunJar> jars) throws IOException {
    var found = new ArrayList<Path>();
    var problems = new ArrayList<String>();
    find(jars, new JarStore(home), found, problems);
    if (!problems.isEmpty()) {
      throw new RunRefusedException(
          new Explanation(
              where + " > jars",
              String.join("; ", problems),
              "the jars as they were kept",
              "put them back"));
    }
    return found;
  }

  private static void find(
      List<RunJar> jars, JarStore store, List<Path> found, List<String> problems)
      throws IOException {
    for (var jar : jars) {
      store.find(jar, problems).ifPresent(found::add);
    }
  }

  /** Until jars were kept, runs had a file with their digests and paths, of folders with a dash. */
  private static void recallOld(RunHome home, String runId, List<Path> found, List<String> problems)
      throws IOException {
    var file = home.log(runId, OLD_FILE).resolveSibling(OLD_FILE);
    if (!Files.exists(file)) {
      return;
    }
    var store = new JarStore(home);
    for (var line : Files.readAllLines(file)) {
      int space = line.indexOf(' ');
      var digest = line.substring(0, space);
      var path = Path.of(line.substring(space + 1));
      if (!digest.equals(OLD_FOLDER)) {
        find(
            List.of(new RunJar(digest, store.place(digest).toUri(), path.toUri())),
            store,
            found,
            problems);
      } else if (Files.exists(path)) {
        found.add(path);
      } else {
        problems.add(path + " is missing");
      }
    }
  }

  /**
   * Whether jars and folders of classes are those that a run was started with. Jars that cannot be
   * read are not.
   */
  public static boolean areSame(RunHome home, String runId, List<Path> given) {
    return new JarStore(home).areSame(given, RunSettings.jars(home.metadata().store(), runId));
  }

  /** Where jars of a run were given and others are by now, such as later builds. */
  public static List<Path> successors(RunHome home, String runId) {
    var store = new JarStore(home);
    var successors = new ArrayList<Path>();
    for (var jar : RunSettings.jars(home.metadata().store(), runId)) {
      store.successor(jar).ifPresent(successors::add);
    }
    return successors;
  }

  /** Finds classes in {@code jars}, after {@code parent}. */
  public static ClassLoader classes(List<Path> jars, ClassLoader parent) {
    if (jars.isEmpty()) {
      return parent;
    }
    var urls = new ArrayList<URL>();
    for (var jar : jars) {
      try {
        urls.add(jar.toUri().toURL());
      } catch (MalformedURLException e) {
        throw new IllegalStateException(jar + ": has no URL", e);
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), parent);
  }
}
