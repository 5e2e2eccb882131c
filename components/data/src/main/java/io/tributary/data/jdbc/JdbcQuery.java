package io.tributary.data.jdbc;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A query to a database. Shows its password to nobody, nor one that is in the URL.
 *
 * @param url of JDBC, such as {@code jdbc:postgresql://host/database} or {@code
 *     jdbc:sqlite:/path/file.db}
 * @param user to enter as; empty if the URL says it, or none is needed
 * @param password to enter with; likewise
 * @param sql one statement that gives rows; without ORDER BY the database chooses their order, and
 *     may choose another one next time
 * @param fetchRows how many rows the driver holds at a time
 */
public record JdbcQuery(
    String url, Optional<String> user, Optional<String> password, String sql, int fetchRows) {
  private static final int SHOWN_SQL = 200;
  private static final Pattern SECRET =
      Pattern.compile("(?i)((?:password|passwd|pwd|secret|token|key)=)[^&;]*");
  private static final Pattern USER_INFO = Pattern.compile("//([^/@:]*):[^/]*@");

  public JdbcQuery {
    requireNonNull(url, "url");
    requireNonNull(user, "user");
    requireNonNull(password, "password");
    requireNonNull(sql, "sql");
    if (!url.startsWith("jdbc:")) {
      throw new IllegalArgumentException(
          "url: '"
              + hide(url)
              + "' (expected: jdbc:...); write, for instance, jdbc:postgresql://host/database");
    }
    if (sql.isBlank()) {
      throw new IllegalArgumentException("sql: blank (expected: a query); write SELECT ...");
    }
    if (fetchRows < 1) {
      throw new IllegalArgumentException(
          "fetchRows: " + fetchRows + " (expected: > 0); some thousands are usual");
    }
  }

  /** Without credentials but those of the URL, and 8,192 rows at a time. */
  public static JdbcQuery of(String url, String sql) {
    return new JdbcQuery(url, Optional.empty(), Optional.empty(), sql, 8_192);
  }

  /** With credentials. */
  public JdbcQuery withCredentials(String otherUser, String otherPassword) {
    return new JdbcQuery(url, Optional.of(otherUser), Optional.of(otherPassword), sql, fetchRows);
  }

  /** So many rows at a time. */
  public JdbcQuery withFetchRows(int rows) {
    return new JdbcQuery(url, user, password, sql, rows);
  }

  boolean isSqlite() {
    return url.startsWith("jdbc:sqlite:");
  }

  /** A text in which neither the password nor secrets of a URL show. */
  String withoutSecrets(String text) {
    var hidden = text.replace(url, hide(url));
    if (password.isPresent() && !password.get().isEmpty()) {
      hidden = hidden.replace(password.get(), "***");
    }
    return hide(hidden);
  }

  private static String hide(String url) {
    return SECRET
        .matcher(USER_INFO.matcher(url).replaceAll("//$1:***@"))
        .replaceAll(found -> found.group(1) + "***");
  }

  /** For messages: the beginning of the query, and the database. */
  @Override
  public String toString() {
    var line = sql.strip().replaceAll("\\s+", " ");
    var shown = line.length() > SHOWN_SQL ? line.substring(0, SHOWN_SQL) + "…" : line;
    return "query '" + withoutSecrets(shown) + "' to " + hide(url);
  }
}
