package io.tributary.metadata;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tributary.metadata.filter.Filter;
import io.tributary.metadata.filter.FilterException;
import io.tributary.metadata.filter.Subject;
import io.tributary.proto.mlmd.ListOperationNextPageToken;
import io.tributary.proto.mlmd.ListOperationOptions;
import io.tributary.proto.mlmd.ListOperationOptions.OrderByField;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
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

  /** Which nodes a list is about: a condition on {@code n} with its parameters. */
  record Scope(String condition, List<Object> parameters) {

    static final Scope ALL = new Scope("TRUE", List.of());

    static Scope ofType(long typeId) {
      return new Scope("n.type_id = ?", List.of(typeId));
    }

    static Scope inContext(NodeKind kind, long contextId) {
      var link =
          kind == NodeKind.ARTIFACT
              ? "SELECT artifact_id FROM Attribution"
              : "SELECT execution_id FROM Association";
      return new Scope("n.id IN (" + link + " WHERE context_id = ?)", List.of(contextId));
    }

    /** The nodes that a filter query finds; all of them where it is empty. */
    static Scope found(NodeKind kind, String query) {
      return ALL.and(kind, query);
    }

    /** Those of this scope that a filter query finds; all of them where it is empty. */
    private Scope and(NodeKind kind, String query) {
      if (query.isEmpty()) {
        return this;
      }
      try {
        var filter = Filter.compile(Subject.valueOf(kind.name()), query, "n");
        var values = new ArrayList<>(parameters);
        values.addAll(filter.parameters());
        return new Scope(condition + " AND " + filter.condition(), values);
      } catch (FilterException e) {
        throw new MetadataException(
            MetadataException.Code.INVALID_ARGUMENT, String.valueOf(e.getMessage()), e);
      }
    }

    /** Binds the parameters; answers the index behind them. */
    int bind(PreparedStatement statement) throws SQLException {
      var index = 1;
      for (var value : parameters) {
        if (value instanceof Long number) {
          statement.setLong(index++, number);
        } else if (value instanceof Double number) {
          statement.setDouble(index++, number);
        } else if (value instanceof Boolean truth) {
          statement.setBoolean(index++, truth);
        } else {
          statement.setString(index++, (String) value);
        }
      }
      return index;
    }
  }

  private final Session session;
  private final Nodes nodes;
  private final NodeKind kind;

  Listing(Session session, NodeKind kind) {
    this.session = session;
    this.nodes = new Nodes(session);
    this.kind = kind;
  }

  /** Everything in the scope, in order of id. */
  Page all(Scope scope) {
    return new Page(
        nodes.query(kind, "WHERE " + scope.condition() + " ORDER BY n.id", scope::bind), "");
  }

  /** The ids of everything in the scope, in order. */
  List<Long> ids(Scope scope) {
    return session.list(
        "SELECT n.id FROM " + kind.table() + " n WHERE " + scope.condition() + " ORDER BY n.id",
        scope::bind,
        row -> row.getLong(1));
  }

  Page page(Scope everything, ListOperationOptions options) {
    var scope = everything.and(kind, options.getFilterQuery());
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
                statement.setInt(scope.bind(statement), size + 1);
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
              var index = scope.bind(statement);
              statement.setLong(index, token.getFieldOffset());
              statement.setLong(index + 1, token.getIdOffset());
              statement.setInt(index + 2, size + 1);
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
