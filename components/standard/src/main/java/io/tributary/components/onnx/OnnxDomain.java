package io.tributary.components.onnx;

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

  /** The name in the file. */
  public String id() {
    return id;
  }

  /** The version that a graph imports unless the model it continues imports another. */
  public long version() {
    return version;
  }
}
