package io.tributary.components.evaluator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The number of each class by its name. Thread-safe. */
final class ClassNumbers implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<String> classes;
  private transient volatile Map<ByteBuffer, Integer> numbers = Map.of();

  ClassNumbers(List<String> classes) {
    this.classes = List.copyOf(classes);
  }

  /** Whether there are no classes, so that numbers are no names. */
  boolean isEmpty() {
    return classes.isEmpty();
  }

  /** NaN for a missing, that is an empty name; for one that is no class, the number of classes. */
  double of(byte[] name) {
    if (name.length == 0) {
      return Double.NaN;
    }
    return numbers().getOrDefault(ByteBuffer.wrap(name), classes.size());
  }

  private Map<ByteBuffer, Integer> numbers() {
    var known = numbers;
    if (known == null || known.isEmpty()) {
      known = new HashMap<>();
      for (int i = 0; i < classes.size(); i++) {
        known.put(ByteBuffer.wrap(classes.get(i).getBytes(UTF_8)), i);
      }
      numbers = known;
    }
    return known;
  }
}
