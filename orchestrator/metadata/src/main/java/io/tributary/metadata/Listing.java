package io.tributary.metadata;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tributary.metadata.Session.Binder;
import io.tributary.proto.mlmd.ListOperationNextPageToken;
import io.tributary.proto.mlmd.ListOperationOptions;
import io.tributary.proto.mlmd.ListOperationOptions.OrderByField;
import java.util.Base64;
import java.util.List;

/**
 * One page of a list. A page token carries the id and the sort key of the last entry shown, in ML
 * Metadata's own message; entries that share a sort key follow each other by id.
 */
final class Listing {

  private static final int LARGEST_PAGE = 100;

  /** A page, and the token of the next one; empty on the last page. */
  record Page(List<Node> nodes, String nextPageToken) {

    static final Page EMPTY = new Page(List.of(), "");

    boolean isLast() {
      return nextPageToken.isEmpty();
    }
  }

  /** Which nodes a list is about: a condition on {@code n} with one parameter, or without. */
  record Scope(String condition, Binder parameters, int parameterCount) {

    static final Scope ALL = new Scope("TRUE", Session.NO_PARAMETERS, 0);

    static Scope ofType(long typeId) {
      return new Scope("n.type_id = ?", statement -> statement.setLong(1, typeId), 1);
    }

    static Scope inContext(NodeKind kind, long contextId) {
      var link =
          kind == NodeKind.ARTIFACT
              ? "SELECT artifact_id FROM Attribution"
              : "SELECT execution_id FROM Association";
      return new Scope(
          "n.id IN (" + link + " WHERE context_id = ?)",
          statement -> statement.setLong(1, contextId),
          1);
    }
  }

  private final Nodes nodes;
  private final NodeKind kind;

  Listing(Session session, NodeKind kind) {
    this.nodes = new Nodes(session);
    this.kind = kind;
  }

  /** Everything in the scope, in order of id. */
  Page all(Scope scope) {
    return new Page(
        nodes.query(kind, "WHERE " + scope.condition() + " ORDER BY n.id", scope.parameters()), "");
  }

  Page page(Scope scope, ListOperationOptions options) {
    refuseFilter(options.getFilterQuery());
    var size = pageSize(options);
    var field = options.getOrderByField().getField();
    var column = column(field);
    var ascending = options.getOrderByField().getIsAsc();
    var order =
        " ORDER BY "
            + (field == OrderByField.Field.ID ? "" : column + (ascending ? " ASC, " : " DESC, "))
            + "n.id"
            + (ascending ? " ASC" : " DESC");
    var limit = " LIMIT ?";
    if (options.getNextPageToken().isEmpty()) {
      var first =
          nodes.query(
              kind,
              "WHERE " + scope.condition() + order + limit,
              statement -> {
                scope.parameters().bind(statement);
                statement.setInt(scope.parameterCount() + 1, size + 1);
              });
      return cut(first, size, options);
    }
    var token = decode(options);
    var after = " AND (" + column + ", n.id) " + (ascending ? ">" : "<") + " (?, ?)";
    var found =
        nodes.query(
            kind,
            "WHERE " + scope.condition() + after + order + limit,
            statement -> {
              scope.parameters().bind(statement);
              statement.setLong(scope.parameterCount() + 1, token.getFieldOffset());
              statement.setLong(scope.parameterCount() + 2, token.getIdOffset());
              statement.setInt(scope.parameterCount() + 3, size + 1);
            });
    return cut(found, size, options);
  }

  private Page cut(List<Node> found, int size, ListOperationOptions options) {
    if (found.size() <= size) {
      return new Page(found, "");
    }
    var shown = found.subList(0, size);
    return new Page(shown, encode(shown.get(size - 1), options));
  }

  private static int pageSize(ListOperationOptions options) {
    var size = options.getMaxResultSize();
    if (size <= 0) {
      throw MetadataException.invalid(
          "options.max_result_size: "
              + size
              + " (expected: 1 to "
              + LARGEST_PAGE
              + "); ask for at least one");
    }
    return Math.min(size, LARGEST_PAGE);
  }

  private static String column(OrderByField.Field field) {
    return switch (field) {
      case ID -> "n.id";
      case CREATE_TIME -> "n.create_time_since_epoch";
      case LAST_UPDATE_TIME -> "n.last_update_time_since_epoch";
      case FIELD_UNSPECIFIED ->
          throw MetadataException.invalid(
              "options.order_by_field.field: FIELD_UNSPECIFIED (expected: CREATE_TIME, LAST_UPDATE_TIME or ID); leave it out to order by id");
    };
  }

  static void refuseFilter(String filter) {
    if (!filter.isEmpty()) {
      throw MetadataException.unimplemented(
          "options.filter_query: \""
              + filter
              + "\" (expected: none; this release does not evaluate filter queries); list by type, context, name or URI instead");
    }
  }

  private static String encode(Node last, ListOperationOptions options) {
    var field =
        switch (options.getOrderByField().getField()) {
          case ID, FIELD_UNSPECIFIED -> last.key();
          case CREATE_TIME -> last.created();
          case LAST_UPDATE_TIME -> last.updated();
        };
    var token =
        ListOperationNextPageToken.newBuilder()
            .setIdOffset(last.key())
            .setFieldOffset(field)
            .setSetOptions(options.toBuilder().clearNextPageToken().clearMaxResultSize())
            .build();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token.toByteArray());
  }

  private static ListOperationNextPageToken decode(ListOperationOptions options) {
    try {
      var token =
          ListOperationNextPageToken.parseFrom(
              Base64.getUrlDecoder().decode(options.getNextPageToken()));
      if (token.hasIdOffset() && sameOrder(token.getSetOptions(), options)) {
        return token;
      }
    } catch (IllegalArgumentException | InvalidProtocolBufferException e) {
      throw new MetadataException(MetadataException.Code.INVALID_ARGUMENT, badToken(options), e);
    }
    throw MetadataException.invalid(badToken(options));
  }

  private static boolean sameOrder(ListOperationOptions one, ListOperationOptions other) {
    return one.getOrderByField().getField() == other.getOrderByField().getField()
        && one.getOrderByField().getIsAsc() == other.getOrderByField().getIsAsc();
  }

  private static String badToken(ListOperationOptions options) {
    return "options.next_page_token: \""
        + options.getNextPageToken()
        + "\" (expected: the token of the page before, asked with the same order); start again without a token";
  }
}
