package io.tributary.metadata;

import io.tributary.proto.mlmd.PropertyType;
import io.tributary.proto.mlmd.Value;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Inserts and updates artifacts, executions and contexts for one request. */
final class NodeWriter {

  /** One property of one node; without value it is to be deleted. */
  private record Property(long node, String name, boolean custom, @Nullable Value value) {}

  private final Session session;
  private final Types types;
  private final Nodes nodes;
  private final long now;
  private final Map<Long, TypeRow> knownTypes = new HashMap<>();

  NodeWriter(Session session, long now) {
    this.session = session;
    this.types = new Types(session);
    this.nodes = new Nodes(session);
    this.now = now;
  }

  /** Inserts a node without id, updates one with an id; answers the id. */
  long put(Node given, UpdateMask mask) {
    return given.id() == null ? insert(given) : update(given, mask, false);
  }

  /**
   * Inserts or updates; a node that is updated gets a new update time even where nothing changes.
   */
  long putAndTouch(Node given) {
    return given.id() == null ? insert(given) : update(given, UpdateMask.EVERYTHING, true);
  }

  /** The stored node that a request wants to update. */
  Node stored(Node given) {
    return nodes.byIds(given.kind(), List.of(given.key())).stream()
        .findFirst()
        .orElseThrow(
            () ->
                MetadataException.invalid(
                    given.words()
                        + ": not stored (expected: a stored id); leave the id out to insert"));
  }

  private long insert(Node given) {
    checkProperties(given, type(given));
    checkName(given);
    var id =
        session.insert(
            given.kind().insert(), statement -> bindNew(statement, given), () -> duplicate(given));
    var properties = new ArrayList<Property>();
    given
        .properties()
        .forEach((name, value) -> properties.add(new Property(id, name, false, value)));
    given
        .customProperties()
        .forEach((name, value) -> properties.add(new Property(id, name, true, value)));
    write(given.kind(), properties);
    return id;
  }

  private void bindNew(PreparedStatement statement, Node given) throws SQLException {
    statement.setLong(1, requiredTypeId(given));
    statement.setString(2, given.name());
    statement.setString(3, given.externalId());
    statement.setLong(4, now);
    statement.setLong(5, now);
    bindState(statement, 6, given);
  }

  private static int bindState(PreparedStatement statement, int index, Node given)
      throws SQLException {
    int next = index;
    if (given.kind().hasState()) {
      statement.setObject(next++, given.state());
    }
    if (given.kind().hasUri()) {
      statement.setString(next++, given.uri());
    }
    return next;
  }

  private long update(Node given, UpdateMask mask, boolean touch) {
    var stored = stored(given);
    if (given.typeId() != null && !given.typeId().equals(stored.typeId())) {
      throw MetadataException.invalid(
          given.words()
              + ": type id "
              + given.typeId()
              + " (expected: "
              + stored.typeId()
              + " as stored); a type cannot be changed, leave it out");
    }
    var target = mask.apply(stored, given);
    checkProperties(target, type(stored));
    checkName(target);
    var changes = new ArrayList<Property>();
    compare(stored.key(), false, stored.properties(), target.properties(), changes);
    compare(stored.key(), true, stored.customProperties(), target.customProperties(), changes);
    write(given.kind(), changes);
    if (touch || !changes.isEmpty() || differs(stored, target)) {
      session.update(
          given.kind().update(),
          statement -> {
            statement.setString(1, target.name());
            statement.setString(2, target.externalId());
            statement.setLong(3, now);
            statement.setLong(bindState(statement, 4, target), stored.key());
          },
          () -> duplicate(target));
    }
    return stored.key();
  }

  private static boolean differs(Node stored, Node target) {
    return !Objects.equals(stored.name(), target.name())
        || !Objects.equals(stored.externalId(), target.externalId())
        || !Objects.equals(stored.uri(), target.uri())
        || !Objects.equals(stored.state(), target.state());
  }

  private static void compare(
      long node,
      boolean custom,
      Map<String, Value> stored,
      Map<String, Value> target,
      Collection<Property> changes) {
    stored
        .keySet()
        .forEach(
            name -> {
              if (!target.containsKey(name)) {
                changes.add(new Property(node, name, custom, null));
              }
            });
    target.forEach(
        (name, value) -> {
          if (!value.equals(stored.get(name))) {
            changes.add(new Property(node, name, custom, value));
          }
        });
  }

  private void write(NodeKind kind, List<Property> properties) {
    session.batch(
        kind.deleteProperty(),
        properties.stream().filter(property -> property.value() == null).toList(),
        (statement, property) -> {
          statement.setLong(1, property.node());
          statement.setString(2, property.name());
          statement.setBoolean(3, property.custom());
        });
    session.batch(
        kind.insertProperty(),
        properties.stream().filter(property -> property.value() != null).toList(),
        (statement, property) -> {
          statement.setLong(1, property.node());
          statement.setString(2, property.name());
          statement.setBoolean(3, property.custom());
          Values.bind(session.dialect(), statement, 4, Objects.requireNonNull(property.value()));
        });
  }

  private TypeRow type(Node node) {
    return knownTypes.computeIfAbsent(
        requiredTypeId(node),
        id ->
            types.byIds(node.kind().typeKind(), List.of(id)).stream()
                .findFirst()
                .orElseThrow(
                    () ->
                        MetadataException.notFound(
                            node.words()
                                + ": type id "
                                + id
                                + " (expected: a stored "
                                + node.kind().typeKind().words()
                                + "); put the type first")));
  }

  static long requiredTypeId(Node node) {
    if (node.typeId() == null) {
      throw MetadataException.invalid(
          node.words()
              + ": no type id (expected: the id of a stored "
              + node.kind().typeKind().words()
              + "); set type_id");
    }
    return node.typeId();
  }

  private static void checkName(Node node) {
    if (node.kind() == NodeKind.CONTEXT && (node.name() == null || node.name().isEmpty())) {
      throw MetadataException.invalid(
          node.words()
              + ": no name (expected: a name that is unique within its type); name the context");
    }
  }

  private static void checkProperties(Node node, TypeRow type) {
    node.properties()
        .forEach(
            (name, value) -> {
              var expected = type.properties().get(name);
              if (expected == null) {
                throw MetadataException.invalid(
                    node.words()
                        + ": property '"
                        + name
                        + "' (expected: one of "
                        + type.properties().keySet().stream().sorted().toList()
                        + ", as "
                        + type.words()
                        + " declares); use custom_properties, or widen the type");
              }
              checkKind(node, name, value, expected);
            });
    node.customProperties()
        .forEach((name, value) -> checkKind(node, name, value, Values.kindOf(value)));
  }

  private static void checkKind(Node node, String name, Value value, PropertyType expected) {
    var kind = Values.kindOf(value);
    if (kind == PropertyType.UNKNOWN) {
      throw MetadataException.invalid(
          node.words()
              + ": property '"
              + name
              + "' has no value (expected: a value); set it, or leave the property out");
    }
    if (kind != expected) {
      throw MetadataException.invalid(
          node.words()
              + ": property '"
              + name
              + "' is "
              + kind
              + " (expected: "
              + expected
              + "); give a value of that kind");
    }
  }

  private static String duplicate(Node node) {
    return node.words()
        + (node.externalId() == null ? "" : ", external id '" + node.externalId() + "'")
        + ": stored already (expected: a name that is new within the type, and a new external id); update it by its id, or choose another name";
  }
}
