package io.tributary.metadata;

/** What a type is a type of, with the number that stands for it in the Type table. */
enum TypeKind {
  EXECUTION(0, "execution type"),
  ARTIFACT(1, "artifact type"),
  CONTEXT(2, "context type");

  private final int number;
  private final String words;

  TypeKind(int number, String words) {
    this.number = number;
    this.words = words;
  }

  int number() {
    return number;
  }

  String words() {
    return words;
  }
}
