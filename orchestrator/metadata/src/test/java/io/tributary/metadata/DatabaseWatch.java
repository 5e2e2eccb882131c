package io.tributary.metadata;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks at a database behind the back of the store: whether it changed, and whether it makes sense.
 */
final class DatabaseWatch implements AutoCloseable {

  /** What must exist for what a column names. */
  private static final Map<String, String> REFERENCES =
      Map.ofEntries(
          Map.entry("Artifact.type_id", "Type.id"),
          Map.entry("Execution.type_id", "Type.id"),
          Map.entry("Context.type_id", "Type.id"),
          Map.entry("TypeProperty.type_id", "Type.id"),
          Map.entry("ParentType.type_id", "Type.id"),
          Map.entry("ParentType.parent_type_id", "Type.id"),
          Map.entry("ArtifactProperty.artifact_id", "Artifact.id"),
          Map.entry("ExecutionProperty.execution_id", "Execution.id"),
          Map.entry("ContextProperty.context_id", "Context.id"),
          Map.entry("Event.artifact_id", "Artifact.id"),
          Map.entry("Event.execution_id", "Execution.id"),
          Map.entry("EventPath.event_id", "Event.id"),
          Map.entry("Association.context_id", "Context.id"),
          Map.entry("Association.execution_id", "Execution.id"),
          Map.entry("Attribution.context_id", "Context.id"),
          Map.entry("Attribution.artifact_id", "Artifact.id"),
          Map.entry("ParentContext.context_id", "Context.id"),
          Map.entry("ParentContext.parent_context_id", "Context.id"));

  private final Connection connection;
  private final String version;
  private long seen;

  private DatabaseWatch(Connection connection, String version) throws SQLException {
    this.connection = connection;
    this.version = version;
    seen = number(version);
  }

  static DatabaseWatch ofSqlite(Path file) throws SQLException {
    return new DatabaseWatch(
        DriverManager.getConnection("jdbc:sqlite:" + file), "PRAGMA data_version");
  }

  /** PostgreSQL counts no versions, so this reads all rows. */
  static DatabaseWatch ofPostgres(String address) throws SQLException {
    var tables =
        REFERENCES.entrySet().stream()
            .flatMap(reference -> Stream.of(reference.getKey(), reference.getValue()))
            .map(column -> column.substring(0, column.indexOf('.')))
            .distinct()
            .map(
                table ->
                    "(SELECT coalesce(sum(hashtext(t::text)::bigint), 0) FROM %s t)"
                        .formatted(table))
            .collect(Collectors.joining(" * 31 + ", "SELECT (", ")::bigint"));
    return new DatabaseWatch(PostgresServer.connect(address), tables);
  }

  /** Whether anybody has committed a change since this was last asked. */
  boolean changed() throws SQLException {
    var before = seen;
    seen = number(version);
    return seen != before;
  }

  /** What does not fit together; empty when all is well. */
  List<String> problems() throws SQLException {
    var problems = new ArrayList<String>();
    for (var reference : REFERENCES.entrySet()) {
      var from = reference.getKey().split("\\.");
      var to = reference.getValue().split("\\.");
      var lost =
          number(
              "SELECT count(*) FROM %s WHERE %s NOT IN (SELECT %s FROM %s)"
                  .formatted(from[0], from[1], to[1], to[0]));
      if (lost > 0) {
        problems.add(lost + " of " + reference.getKey() + " name no " + reference.getValue());
      }
    }
    if (version.startsWith("PRAGMA")) {
      try (var statement = connection.createStatement();
          var rows = statement.executeQuery("PRAGMA integrity_check")) {
        while (rows.next()) {
          if (!rows.getString(1).equals("ok")) {
            problems.add(rows.getString(1));
          }
        }
      }
    }
    return problems;
  }

  private long number(String query) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
