package io.tributary.metadata.filter;

import java.util.List;

/** The kind of node that a filter is about. */
public enum Subject {
  ARTIFACT("Artifact", "artifact_id", 1),
  EXECUTION("Execution", "execution_id", 0),
  CONTEXT("Context", "context_id", 2);

  private final String table;
  private final String key;
  private final int typeKind;

  Subject(String table, String key, int typeKind) {
    this.table = table;
    this.key = key;
    this.typeKind = typeKind;
  }

  String table() {
    return table;
  }

  /** The column that other tables refer to it by. */
  String key() {
    return key;
  }

  int typeKind() {
    return typeKind;
  }

  /** What the names of neighbours begin with. */
  List<Relation.Kind> neighbours() {
    return this == CONTEXT
        ? List.of(
            Relation.Kind.PARENT_CONTEXTS,
            Relation.Kind.CHILD_CONTEXTS,
            Relation.Kind.ARTIFACTS,
            Relation.Kind.EXECUTIONS)
        : List.of(Relation.Kind.CONTEXTS, Relation.Kind.EVENTS);
  }
}
