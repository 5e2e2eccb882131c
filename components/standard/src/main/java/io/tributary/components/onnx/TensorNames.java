package io.tributary.components.onnx;

import java.util.HashSet;
import java.util.Set;

/** The names of the tensors of a graph. Not thread-safe. */
final class TensorNames {
  private final String graph;
  private final Set<String> taken = new HashSet<>();
  private int counter;

  /** Of a graph of that name without tensors. */
  TensorNames(String graph) {
    this.graph = graph;
  }

  /** Takes a name that is there already, or not. */
  void add(String name) {
    taken.add(name);
  }

  boolean has(String name) {
    return taken.contains(name);
  }

  /** Takes a name for an output of an operator. */
  String fresh(String operator) {
    String name;
    do {
      name = operator + "/" + counter++;
    } while (!taken.add(name));
    return name;
  }

  /** What no name begins with. */
  String prefix() {
    String prefix;
    do {
      prefix = "inlined" + counter++ + "/";
    } while (isBegun(prefix));
    return prefix;
  }

  private boolean isBegun(String prefix) {
    return taken.stream().anyMatch(name -> name.startsWith(prefix));
  }

  /** Takes a name that must not be taken yet. */
  void claim(String name) {
    if (name.isEmpty() || !taken.add(name)) {
      throw new IllegalArgumentException(
          "tensor name: '"
              + name
              + "' (expected: a name that graph '"
              + graph
              + "' does not use yet); choose another name");
    }
  }

  /** Fails unless {@code name}, which {@code user} uses, is taken. */
  void require(String name, String user) {
    if (!taken.contains(name)) {
      throw new IllegalArgumentException(
          user
              + ": input '"
              + name
              + "' (expected: a tensor of graph '"
              + graph
              + "'); pass a name that an earlier call returned");
    }
  }
}
