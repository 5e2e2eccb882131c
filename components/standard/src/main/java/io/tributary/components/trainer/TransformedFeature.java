package io.tributary.components.trainer;

/**
 * A feature as the transform makes it.
 *
 * @param size number of ids; 0 for a number
 */
record TransformedFeature(String name, long size) {
  boolean isId() {
    return size > 0;
  }
}
