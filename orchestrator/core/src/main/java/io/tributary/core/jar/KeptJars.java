package io.tributary.core.jar;

import io.tributary.core.RunHome;
import io.tributary.core.RunJars;
import io.tributary.core.RunRequest;
import io.tributary.core.launcher.RunSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Jars that were put into the home for a run that is about to be registered. Until that is settled,
 * no other process puts jars into the home. Not thread-safe.
 */
public final class KeptJars implements AutoCloseable {
  private final RunHome home;
  private final String runId;
  private final List<RunJar> jars;
  private final List<Path> added;
  private final Turn turn;

  KeptJars(RunHome home, String runId, List<RunJar> jars, List<Path> added, Turn turn) {
    this.home = home;
    this.runId = runId;
    this.jars = List.copyOf(jars);
    this.added = List.copyOf(added);
    this.turn = turn;
  }

  /** The request with these jars, and their classes; the same if there are none. */
  public RunRequest in(RunRequest request, ClassLoader parent) {
    return jars.isEmpty() ? request : request.withJars(jars, RunJars.classes(paths(), parent));
  }

  /** Where they are kept. */
  public List<Path> paths() {
    return jars.stream().map(jar -> Path.of(jar.uri())).toList();
  }

  /** As whoever keeps them remembers them. */
  public List<RunJar> jars() {
    return jars;
  }

  /** The jars stay, whatever becomes of a run: somebody else than a run remembers them. */
  public void retain() throws IOException {
    turn.close();
  }

  /**
   * The run has been registered, or will not be: then what the home did not have before is taken
   * away again. Called again, it does nothing.
   */
  public void settle() throws IOException {
    try (turn) {
      // Without its turn it cannot know whether a run of another process relies on them already.
      if (!added.isEmpty()
          && turn.isHeld()
          && !RunSettings.jars(home.metadata().store(), runId).equals(jars)) {
        for (var jar : added) {
          Files.deleteIfExists(jar);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    settle();
  }
}
