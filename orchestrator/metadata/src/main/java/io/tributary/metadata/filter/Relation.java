package io.tributary.metadata.filter;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a query looks at: the node itself, one of its properties, or a neighbour by its alias. */
sealed interface Relation {

  /** The node. */
  record Self() implements Relation {}

  /** The name of the node's type. */
  record NodeType() implements Relation {}

  /** A property of the node. */
  record Property(boolean custom, String name) implements Relation {}

  /** Some neighbour; the same alias means the same one. */
  record Neighbour(Kind kind, String alias) implements Relation {}

  Field TYPE_NAME = Field.text("type");

  /** Kinds of neighbours. */
  enum Kind {
    CONTEXTS,
    EVENTS,
    PARENT_CONTEXTS,
    CHILD_CONTEXTS,
    ARTIFACTS,
    EXECUTIONS;

    private static final List<Field> OF_NODES =
        List.of(
            Field.number("id"),
            Field.text("name"),
            TYPE_NAME,
            Field.number("create_time_since_epoch"),
            Field.number("last_update_time_since_epoch"));

    private final String prefix = name().toLowerCase(Locale.ROOT) + "_";

    String prefix() {
      return prefix;
    }

    private Stream<Field> fields(Subject subject) {
      var further =
          switch (this) {
            case EVENTS ->
                List.of(
                    Field.EVENT_TYPE,
                    Field.number("milliseconds_since_epoch"),
                    Field.number(subject == Subject.ARTIFACT ? "execution_id" : "artifact_id"));
            case ARTIFACTS -> List.of(Field.text("uri"), Field.STATE, Field.text("external_id"));
            case EXECUTIONS -> List.of(Field.LAST_KNOWN_STATE, Field.text("external_id"));
            case CONTEXTS, PARENT_CONTEXTS, CHILD_CONTEXTS -> List.<Field>of();
          };
      return this == EVENTS ? further.stream() : Stream.concat(OF_NODES.stream(), further.stream());
    }

    /** The field of this name, in any case. */
    Optional<Field> field(Subject subject, String name) {
      return fields(subject).filter(field -> field.name().equalsIgnoreCase(name)).findFirst();
    }
  }

  /** The column of the node itself by this name, in any case. */
  static Optional<Expression.Column> attribute(Subject subject, String name) {
    if (name.equalsIgnoreCase("type")) {
      return Optional.of(new Expression.Column(new NodeType(), TYPE_NAME));
    }
    var own =
        switch (subject) {
          case ARTIFACT -> Stream.of(Field.text("uri"), Field.STATE);
          case EXECUTION -> Stream.of(Field.LAST_KNOWN_STATE);
          case CONTEXT -> Stream.<Field>empty();
        };
    return Stream.concat(
            Stream.of(
                Field.number("id"),
                Field.number("type_id"),
                Field.text("name"),
                Field.text("external_id"),
                Field.number("create_time_since_epoch"),
                Field.number("last_update_time_since_epoch")),
            own)
        .filter(field -> field.name().equalsIgnoreCase(name))
        .findFirst()
        .map(field -> new Expression.Column(new Self(), field));
  }
}
