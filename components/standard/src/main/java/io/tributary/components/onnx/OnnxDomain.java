package io.tributary.components.onnx;

import java.util.Arrays;
import java.util.Optional;

/** The operator sets that graphs may draw from. */
public enum OnnxDomain {
  /** The standard operators, {@code ai.onnx}. */
  STANDARD("", 17),
  /** The standard operators for classic machine learning. */
  ML("ai.onnx.ml", 3),
  /**
   * ONNX Runtime's own operators, not part of the standard: other runtimes refuse them. Only for
   * what no standard operator can do.
   */
  MICROSOFT("com.microsoft", 1);

  private final String id;
  private final long version;

  OnnxDomain(String id, long version) {
    this.id = id;
    this.version = version;
  }

  /** The name of a domain as graphs here spell it: the standard one has two names. */
  public static String canonical(String id) {
    return id.equals("ai.onnx") ? STANDARD.id : id;
  }

  /** The domain of that name, if it is one of these. */
  static Optional<OnnxDomain> of(String id) {
    return Arrays.stream(values()).filter(domain -> domain.id.equals(canonical(id))).findFirst();
  }

  /** The name in the file. */
  public String id() {
    return id;
  }

  /** The version that a graph imports unless the model it continues imports another. */
  public long version() {
    return version;
  }
}
