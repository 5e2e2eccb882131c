package io.tributary.tribuo;

/** Checks hyper-parameters. */
final class Parameters {
  private Parameters() {}

  static void require(String name, Object value, boolean right, String expected) {
    if (!right) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + expected + "); choose another value");
    }
  }
}
