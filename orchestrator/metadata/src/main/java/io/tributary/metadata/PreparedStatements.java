package io.tributary.metadata;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The statements that a connection has prepared, by their SQL; filter queries make ever new ones,
 * so those not used for the longest time are closed.
 */
final class PreparedStatements extends LinkedHashMap<String, PreparedStatement> {

  private static final long serialVersionUID = 1L;
  private static final int MOST = 400;

  PreparedStatements() {
    super(64, 0.75f, true);
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<String, PreparedStatement> eldest) {
    if (size() <= MOST) {
      return false;
    }
    try {
      eldest.getValue().close();
    } catch (SQLException e) {
      throw new IllegalStateException("a prepared statement cannot be closed", e);
    }
    return true;
  }
}
