package io.tributary.metadata;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The audit log in a table of its own. Times are kept to the microsecond. Thread-safe. */
final class SqlAuditStore implements AuditStore {
  private final Connections connections;

  SqlAuditStore(Connections connections) {
    this.connections = connections;
  }

  @Override
  public void append(AuditEntry entry) {
    connections.write(
        session ->
            session.update(
                "INSERT INTO TributaryAudit (time, actor, action, subject, outcome, message) VALUES (?, ?, ?, ?, ?, ?)",
                statement -> {
                  statement.setLong(1, Micros.of(entry.time()));
                  statement.setString(2, entry.actor());
                  statement.setString(3, entry.action());
                  statement.setString(4, entry.subject());
                  statement.setString(5, entry.outcome().name());
                  statement.setString(6, entry.message());
                }));
  }

  @Override
  public List<AuditEntry> before(long id, int limit) {
    if (limit <= 0) {
      throw MetadataException.invalid(
          "limit: " + limit + " (expected: > 0); ask for at least one entry");
    }
    return connections.read(
        session ->
            session.list(
                "SELECT id, time, actor, action, subject, outcome, message FROM TributaryAudit WHERE id < ? ORDER BY id DESC LIMIT ?",
                statement -> {
                  statement.setLong(1, id);
                  statement.setInt(2, limit);
                },
                SqlAuditStore::entry));
  }

  private static AuditEntry entry(ResultSet row) throws SQLException {
    return new AuditEntry(
        row.getLong(1),
        Micros.toInstant(row.getLong(2)),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        AuditEntry.Outcome.valueOf(row.getString(6)),
        row.getString(7));
  }
}
