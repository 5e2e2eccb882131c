package io.tributary.server.rest;

import io.tributary.server.json.Shape;

/** What a request brings along. */
sealed interface Body {

  /** In bytes. */
  long most();

  /** Its media type. */
  String type();

  /** A record. */
  record Json(Shape.Fields shape) implements Body {
    @Override
    public long most() {
      return 1L << 20;
    }

    @Override
    public String type() {
      return "application/json";
    }
  }

  /** Bytes that are not held in memory. */
  record Stream(String type, long most) implements Body {}
}
