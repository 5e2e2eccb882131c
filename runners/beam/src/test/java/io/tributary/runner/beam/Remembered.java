package io.tributary.runner.beam;

import io.tributary.core.launcher.Checkpoint;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds a test's checkpoint again where Beam has copied the step: a name is all that travels.
 *
 * @param name unique per test
 */
record Remembered(String name) implements NodeStep.Checkpoints {
  private static final Map<String, Checkpoint> KNOWN = new ConcurrentHashMap<>();

  static Remembered of(Checkpoint checkpoint) {
    var name = UUID.randomUUID().toString();
    KNOWN.put(name, checkpoint);
    return new Remembered(name);
  }

  @Override
  public Checkpoint get() {
    return KNOWN.getOrDefault(name, Checkpoint.NONE);
  }
}
