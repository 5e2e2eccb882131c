package io.tributary.metadata;

import io.tributary.metadata.Session.Binder;
import io.tributary.proto.mlmd.Value;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Reads artifacts, executions and contexts within one session: two statements for any number of
 * them.
 */
final class Nodes {

  private final Session session;

  Nodes(Session session) {
    this.session = session;
  }

  /** The nodes of these ids that exist, in order of id. */
  List<Node> byIds(NodeKind kind, Collection<Long> ids) {
    return ids.isEmpty()
        ? List.of()
        : query(
            kind,
            "WHERE n.id IN {numbers} ORDER BY n.id",
            statement -> statement.setString(1, JsonArrays.ofNumbers(ids)));
  }

  List<Node> byUris(Collection<String> uris) {
    return uris.isEmpty()
        ? List.of()
        : query(
            NodeKind.ARTIFACT,
            "WHERE n.uri IN {texts} AND substr(n.uri, 1, 255) IN {texts} ORDER BY n.id",
            statement -> {
              statement.setString(1, JsonArrays.ofStrings(uris));
              statement.setString(
                  2, JsonArrays.ofStrings(uris.stream().map(Nodes::indexed).toList()));
            });
  }

  /**
   * The part of a URI that an index knows: long ones do not fit into the index of every database.
   */
  private static String indexed(String uri) {
    var end = Math.min(uri.codePointCount(0, uri.length()), 255);
    return uri.substring(0, uri.offsetByCodePoints(0, end));
  }

  List<Node> byExternalIds(NodeKind kind, Collection<String> externalIds) {
    return query(
        kind,
        "WHERE n.external_id IN {texts} ORDER BY n.id",
        statement -> statement.setString(1, JsonArrays.ofStrings(externalIds)));
  }

  /** The nodes of a type and name: one or none. */
  List<Node> byTypeAndName(NodeKind kind, long typeId, String name) {
    return query(
        kind,
        "WHERE n.type_id = ? AND n.name = ?",
        statement -> {
          statement.setLong(1, typeId);
          statement.setString(2, name);
        });
  }

  /** The nodes that a FROM-less tail of a query selects, in its order; {@code n} is the node. */
  List<Node> query(NodeKind kind, String tail, Binder parameters) {
    var rows =
        session.list(
            kind.columns() + tail,
            parameters,
            row -> {
              var state = row.getInt(9);
              var stateMissing = row.wasNull();
              return new Node(
                  kind,
                  row.getLong(1),
                  row.getLong(2),
                  row.getString(3),
                  row.getString(4),
                  row.getLong(5),
                  row.getLong(6),
                  row.getString(7),
                  row.getString(8),
                  stateMissing ? null : state,
                  new HashMap<>(),
                  new HashMap<>());
            });
    readProperties(kind, rows);
    return rows;
  }

  private void readProperties(NodeKind kind, List<Node> rows) {
    if (rows.isEmpty()) {
      return;
    }
    Map<Long, Node> byId = new HashMap<>();
    rows.forEach(node -> byId.put(node.key(), node));
    session.each(
        kind.properties(),
        statement -> statement.setString(1, JsonArrays.ofNumbers(byId.keySet())),
        row -> {
          var node = byId.get(row.getLong(1));
          if (node != null) {
            Map<String, Value> target =
                row.getBoolean(3) ? node.customProperties() : node.properties();
            target.put(row.getString(2), Values.read(session.dialect(), row, 4));
          }
        });
  }

  /** Which of these ids exist. */
  Collection<Long> existing(NodeKind kind, Collection<Long> ids) {
    return new TreeSet<>(
        session.list(
            "SELECT id FROM " + kind.table() + " WHERE id IN {numbers}",
            statement -> statement.setString(1, JsonArrays.ofNumbers(ids)),
            row -> row.getLong(1)));
  }
}
