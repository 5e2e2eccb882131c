package io.tributary.data.jdbc;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.data.source.BrokenFile;
import java.sql.SQLException;

/**
 * What databases complain about, for people. The driver's exception, which may name a password, is
 * not passed on.
 */
final class JdbcFailures {
  private JdbcFailures() {}

  static ExecutionFailure failure(JdbcQuery query, String place, SQLException e) {
    var state = e.getSQLState() == null ? "" : e.getSQLState();
    var code = code(state);
    return new ExecutionFailure(
        code,
        new Explanation(
            query + place,
            query.withoutSecrets(BrokenFile.reason(e))
                + (state.isEmpty()
                    ? " (error " + e.getErrorCode() + ")"
                    : " (SQLSTATE " + state + ")"),
            expected(code),
            remedy(code)));
  }

  private static Code code(String state) {
    if (state.startsWith("08") || state.startsWith("57P")) {
      return Code.UNAVAILABLE;
    } else if (state.startsWith("28") || state.equals("42501")) {
      return Code.PERMISSION_DENIED;
    } else if (state.startsWith("53")) {
      return Code.RESOURCE_EXHAUSTED;
    } else if (state.startsWith("22")) {
      return Code.INVALID_DATA;
    }
    return Code.INVALID_ARGUMENT;
  }

  private static String expected(Code code) {
    return switch (code) {
      case UNAVAILABLE -> "a database that answers";
      case PERMISSION_DENIED -> "credentials that may read this";
      case RESOURCE_EXHAUSTED -> "a database with room for the query";
      case INVALID_DATA -> "values that the query can compute with";
      default -> "one statement that gives rows";
    };
  }

  private static String remedy(Code code) {
    return switch (code) {
      case UNAVAILABLE -> "check host and port, and whether the database is up";
      case PERMISSION_DENIED -> "check user and password, and what was granted";
      default -> "try the query with the database's own client";
    };
  }
}
