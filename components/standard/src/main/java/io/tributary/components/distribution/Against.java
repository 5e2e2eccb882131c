package io.tributary.components.distribution;

/** With what the current data is compared. */
public enum Against {
  /** With the data of the span before: drift. */
  PREVIOUS("previous"),
  /** With what is served: skew. */
  SERVING("serving"),
  /** With data that was chosen as baseline. */
  BASELINE("baseline");

  private final String text;

  Against(String text) {
    this.text = text;
  }

  /** As it is written in messages and files. */
  public String text() {
    return text;
  }
}
