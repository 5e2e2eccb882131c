package io.tributary.metadata;

import io.tributary.metadata.MetadataException.Code;
import io.tributary.proto.mlmd.PropertyType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The types of a database, within one session. */
final class Types {

  private static final String COLUMNS =
      "SELECT t.id, t.name, t.version, t.description, t.external_id, t.input_type, t.output_type,"
          + " (SELECT b.name FROM ParentType p JOIN Type b ON b.id = p.parent_type_id WHERE p.type_id = t.id LIMIT 1) FROM Type t WHERE t.type_kind = ? AND ";

  private final Session session;

  Types(Session session) {
    this.session = session;
  }

  /** All types of a kind, base types included. */
  List<TypeRow> all(TypeKind kind) {
    return query(kind, "TRUE ORDER BY t.id");
  }

  /** Types by id: each wanted id that exists, in the order and as often as wanted. */
  List<TypeRow> byIds(TypeKind kind, Collection<Long> ids) {
    var found =
        query(kind, "t.id IN {numbers}", JsonArrays.ofNumbers(ids)).stream()
            .collect(Collectors.toMap(TypeRow::id, Function.identity()));
    var wanted = new ArrayList<TypeRow>(ids.size());
    for (var id : ids) {
      var type = found.get(id);
      if (type != null) {
        wanted.add(type);
      }
    }
    return wanted;
  }

  List<TypeRow> byExternalIds(TypeKind kind, Collection<String> externalIds) {
    return query(kind, "t.external_id IN {texts} ORDER BY t.id", JsonArrays.ofStrings(externalIds));
  }

  Optional<TypeRow> byName(TypeKind kind, String name, @Nullable String version) {
    var found =
        version == null || version.isEmpty()
            ? query(kind, "t.name = ? AND t.version IS NULL", name)
            : query(kind, "t.name = ? AND t.version = ?", name, version);
    return found.stream().findFirst();
  }

  private List<TypeRow> query(TypeKind kind, String condition, String... parameters) {
    var rows =
        session.list(
            COLUMNS + condition,
            statement -> {
              statement.setInt(1, kind.number());
              int index = 2;
              for (var parameter : parameters) {
                statement.setString(index++, parameter);
              }
            },
            row ->
                new TypeRow(
                    kind,
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    row.getString(7),
                    Map.of(),
                    row.getString(8)));
    return withProperties(rows);
  }

  private List<TypeRow> withProperties(List<TypeRow> rows) {
    if (rows.isEmpty()) {
      return rows;
    }
    Map<Long, Map<String, PropertyType>> properties = new HashMap<>();
    session.each(
        "SELECT type_id, name, data_type FROM TypeProperty WHERE type_id IN {numbers}",
        statement ->
            statement.setString(1, JsonArrays.ofNumbers(rows.stream().map(TypeRow::id).toList())),
        row -> {
          var kind = PropertyType.forNumber(row.getInt(3));
          properties
              .computeIfAbsent(row.getLong(1), id -> new HashMap<>())
              .put(row.getString(2), kind == null ? PropertyType.UNKNOWN : kind);
        });
    return rows.stream()
        .map(type -> withProperties(type, properties.getOrDefault(type.id(), Map.of())))
        .toList();
  }

  private static TypeRow withProperties(TypeRow type, Map<String, PropertyType> properties) {
    return new TypeRow(
        type.kind(),
        type.id(),
        type.name(),
        type.version(),
        type.description(),
        type.externalId(),
        type.inputType(),
        type.outputType(),
        properties,
        type.baseType());
  }

  /**
   * Stores a new type, or checks and widens the stored one of that name and version. Answers its
   * id.
   */
  long put(TypeRow given, boolean canAddFields, boolean canOmitFields) {
    if (given.name().isEmpty()) {
      throw MetadataException.invalid(
          given.kind().words() + ": name '' (expected: a name); name the type");
    }
    var stored = byName(given.kind(), given.name(), given.version());
    if (stored.isEmpty()) {
      return insert(given);
    }
    widen(stored.get(), given, canAddFields, canOmitFields);
    return stored.get().id();
  }

  private long insert(TypeRow given) {
    checkKinds(given, given.properties());
    var id =
        session.insert(
            "INSERT INTO Type (name, type_kind, version, description, input_type, output_type, external_id) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
            statement -> {
              statement.setString(1, given.name());
              statement.setInt(2, given.kind().number());
              statement.setString(3, given.version());
              statement.setString(4, given.description());
              statement.setString(5, given.inputType());
              statement.setString(6, given.outputType());
              statement.setString(7, given.externalId());
            },
            () -> externalIdTaken(given));
    insertProperties(id, given.properties());
    if (given.baseType() != null) {
      link(id, given);
    }
    return id;
  }

  private void widen(TypeRow stored, TypeRow given, boolean canAddFields, boolean canOmitFields) {
    var omitted = new ArrayList<String>();
    stored
        .properties()
        .forEach(
            (name, kind) -> {
              var other = given.properties().get(name);
              if (other == null) {
                omitted.add(name);
              } else if (other != kind) {
                throw MetadataException.exists(
                    given.words()
                        + ": property '"
                        + name
                        + "' is "
                        + other
                        + " (expected: "
                        + kind
                        + " as stored); keep its kind, or use another name or version");
              }
            });
    if (!omitted.isEmpty() && !canOmitFields) {
      throw MetadataException.exists(
          given.words()
              + ": lacks the stored properties "
              + omitted
              + " (expected: all of them); name them, or allow it with can_omit_fields");
    }
    Map<String, PropertyType> added = new LinkedHashMap<>(given.properties());
    added.keySet().removeAll(stored.properties().keySet());
    if (!added.isEmpty() && !canAddFields) {
      throw MetadataException.exists(
          given.words()
              + ": has the new properties "
              + added.keySet()
              + " (expected: only stored ones); leave them out, or allow it with can_add_fields");
    }
    checkKinds(given, added);
    insertProperties(stored.id(), added);
    if (given.externalId() != null && !given.externalId().equals(stored.externalId())) {
      session.update(
          "UPDATE Type SET external_id = ? WHERE id = ?",
          statement -> {
            statement.setString(1, given.externalId());
            statement.setLong(2, stored.id());
          },
          () -> externalIdTaken(given));
    }
    if (given.baseType() != null) {
      changeBaseType(stored, given);
    }
  }

  private void changeBaseType(TypeRow stored, TypeRow given) {
    if (stored.baseType() == null) {
      link(stored.id(), given);
    } else if (!stored.baseType().equals(given.baseType())) {
      throw MetadataException.unimplemented(
          given.words()
              + ": base type '"
              + given.baseType()
              + "' (expected: '"
              + stored.baseType()
              + "' as stored); a base type cannot be changed, use another name or version");
    }
  }

  private void link(long id, TypeRow given) {
    if ("".equals(given.baseType())) {
      throw MetadataException.unimplemented(
          given.words()
              + ": base type UNSET (expected: a base type, or none given); a base type cannot be removed, leave it out");
    }
    session.update(
        "INSERT INTO ParentType (type_id, parent_type_id) SELECT ?, id FROM Type WHERE type_kind = ? AND name = ? AND version IS NULL",
        statement -> {
          statement.setLong(1, id);
          statement.setInt(2, given.kind().number());
          statement.setString(3, given.baseType());
        });
  }

  private void insertProperties(long id, Map<String, PropertyType> properties) {
    session.batch(
        "INSERT INTO TypeProperty (type_id, name, data_type) VALUES (?, ?, ?)",
        properties.entrySet(),
        (statement, property) -> {
          statement.setLong(1, id);
          statement.setString(2, property.getKey());
          statement.setInt(3, property.getValue().getNumber());
        });
  }

  private static void checkKinds(TypeRow given, Map<String, PropertyType> properties) {
    properties.forEach(
        (name, kind) -> {
          if (kind == PropertyType.UNKNOWN) {
            throw MetadataException.invalid(
                given.words()
                    + ": property '"
                    + name
                    + "' is UNKNOWN (expected: INT, DOUBLE, STRING, STRUCT, PROTO or BOOLEAN); give it a kind");
          }
        });
  }

  private static String externalIdTaken(TypeRow given) {
    return given.words()
        + ": external id '"
        + given.externalId()
        + "' is taken by another type (expected: a new one); choose another";
  }

  static MetadataException missing(TypeKind kind, String name, @Nullable String version) {
    return new MetadataException(
        Code.NOT_FOUND,
        kind.words()
            + " '"
            + name
            + "'"
            + (version == null || version.isEmpty() ? "" : " version '" + version + "'")
            + ": not stored (expected: a stored type); put it first");
  }
}
