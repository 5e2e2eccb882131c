package io.tributary.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The few forms of a filter query that lineage understands: {@code id = 7}, {@code id IN (7, 8)},
 * {@code name = 'x'}, {@code uri = 'x'}.
 */
final class StartingNodes {

  private static final Pattern ID = Pattern.compile("\\s*id\\s*=\\s*(\\d{1,18})\\s*");
  private static final Pattern IDS =
      Pattern.compile("(?i)\\s*id\\s+IN\\s*\\(\\s*(\\d{1,18}(?:\\s*,\\s*\\d{1,18})*)\\s*\\)\\s*");
  private static final Pattern TEXT =
      Pattern.compile("\\s*(name|uri)\\s*=\\s*(?:'([^'\\\\]*)'|\"([^\"\\\\]*)\")\\s*");
  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

  private StartingNodes() {}

  /** The ids of the nodes that a query selects, in order. */
  static List<Long> find(Session session, NodeKind kind, String query) {
    var id = ID.matcher(query);
    if (id.matches()) {
      return existing(session, kind, List.of(Long.valueOf(id.group(1))));
    }
    var ids = IDS.matcher(query);
    if (ids.matches()) {
      var wanted = new ArrayList<Long>();
      COMMA.splitAsStream(ids.group(1)).map(Long::valueOf).forEach(wanted::add);
      return existing(session, kind, wanted);
    }
    var text = TEXT.matcher(query);
    if (text.matches() && (text.group(1).equals("name") || kind.hasUri())) {
      var value = text.group(2) == null ? text.group(3) : text.group(2);
      return session.list(
          "SELECT id FROM " + kind.table() + " WHERE " + text.group(1) + " = ? ORDER BY id",
          statement -> statement.setString(1, value),
          row -> row.getLong(1));
    }
    throw MetadataException.unimplemented(
        "filter_query: \""
            + query
            + "\" (expected: id = N, id IN (N, ...), name = '...'"
            + (kind.hasUri() ? " or uri = '...'" : "")
            + "; this release does not evaluate other filter queries); select the nodes in one of these ways");
  }

  private static List<Long> existing(Session session, NodeKind kind, List<Long> ids) {
    return List.copyOf(new Nodes(session).existing(kind, ids));
  }
}
