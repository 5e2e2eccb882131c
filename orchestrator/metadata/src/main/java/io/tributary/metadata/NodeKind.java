package io.tributary.metadata;

import org.jspecify.annotations.Nullable;

/** Artifacts, executions and contexts, and where they are stored. */
enum NodeKind {
  ARTIFACT("Artifact", "artifact_id", "uri", "state", TypeKind.ARTIFACT),
  EXECUTION("Execution", "execution_id", null, "last_known_state", TypeKind.EXECUTION),
  CONTEXT("Context", "context_id", null, null, TypeKind.CONTEXT);

  private final String table;
  private final String insert;
  private final String update;
  private final String columns;
  private final String properties;
  private final String insertProperty;
  private final String deleteProperty;
  private final TypeKind typeKind;

  NodeKind(
      String table, String owner, @Nullable String uri, @Nullable String state, TypeKind typeKind) {
    this.table = table;
    this.typeKind = typeKind;
    this.columns =
        "SELECT n.id, n.type_id, n.name, n.external_id, n.create_time_since_epoch, n.last_update_time_since_epoch, t.name, "
            + (uri == null ? "NULL" : "n." + uri)
            + ", "
            + (state == null ? "NULL" : "n." + state)
            + " FROM "
            + table
            + " n LEFT JOIN Type t ON t.id = n.type_id ";
    this.insert =
        "INSERT INTO "
            + table
            + " (type_id, name, external_id, create_time_since_epoch, last_update_time_since_epoch"
            + (state == null ? "" : ", " + state)
            + (uri == null ? "" : ", " + uri)
            + ") VALUES (?, ?, ?, ?, ?"
            + (state == null ? "" : ", ?")
            + (uri == null ? "" : ", ?")
            + ") RETURNING id";
    this.update =
        "UPDATE "
            + table
            + " SET name = ?, external_id = ?, last_update_time_since_epoch = ?"
            + (state == null ? "" : ", " + state + " = ?")
            + (uri == null ? "" : ", " + uri + " = ?")
            + " WHERE id = ?";
    this.properties =
        "SELECT "
            + owner
            + ", name, is_custom_property, int_value, double_value, string_value, proto_value, bool_value FROM "
            + table
            + "Property WHERE "
            + owner
            + " IN {numbers}";
    this.insertProperty =
        "INSERT INTO "
            + table
            + "Property ("
            + owner
            + ", name, is_custom_property, int_value, double_value, string_value, proto_value, bool_value) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT ("
            + owner
            + ", name, is_custom_property) DO UPDATE SET int_value = excluded.int_value, double_value = excluded.double_value,"
            + " string_value = excluded.string_value, proto_value = excluded.proto_value, bool_value = excluded.bool_value, byte_value = NULL";
    this.deleteProperty =
        "DELETE FROM "
            + table
            + "Property WHERE "
            + owner
            + " = ? AND name = ? AND is_custom_property = ?";
  }

  /** The word for it in messages. */
  String words() {
    return typeKind == TypeKind.ARTIFACT
        ? "artifact"
        : typeKind == TypeKind.EXECUTION ? "execution" : "context";
  }

  String table() {
    return table;
  }

  TypeKind typeKind() {
    return typeKind;
  }

  boolean hasUri() {
    return this == ARTIFACT;
  }

  boolean hasState() {
    return this != CONTEXT;
  }

  String columns() {
    return columns;
  }

  String insert() {
    return insert;
  }

  String update() {
    return update;
  }

  String properties() {
    return properties;
  }

  String insertProperty() {
    return insertProperty;
  }

  String deleteProperty() {
    return deleteProperty;
  }
}
