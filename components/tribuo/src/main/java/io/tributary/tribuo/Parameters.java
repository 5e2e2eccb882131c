package io.tributary.tribuo;

import io.tributary.components.transform.Task;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What algorithms are chosen by. */
final class Parameters {
  /** Tasks with classes. */
  static final Set<Task> CLASSIFICATIONS =
      Collections.unmodifiableSet(
          EnumSet.of(
              Task.BINARY_CLASSIFICATION,
              Task.MULTICLASS_CLASSIFICATION,
              Task.MULTILABEL_CLASSIFICATION));

  /** Tasks with labels. */
  static final Set<Task> SUPERVISED =
      Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(Task.CLUSTERING)));

  private Parameters() {}

  static void require(String name, Object value, boolean right, String expected) {
    if (!right) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + expected + "); choose another value");
    }
  }
}
