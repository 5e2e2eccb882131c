package io.tributary.components.schema;

import static java.util.Objects.requireNonNull;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.api.digest.Sha256;
import io.tributary.components.message.MessageFile;
import io.tributary.proto.tfmd.Annotation;
import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.FeatureType;
import io.tributary.proto.tfmd.LifecycleStage;
import io.tributary.proto.tfmd.Schema;
import java.util.Optional;

/**
 * Schemas that nothing may change any more. A frozen schema says everything explicitly, and carries
 * the tag {@code frozen} and the SHA-256 of the rest in its annotation. Whoever infers refuses to
 * add to it, and a file that was edited after it was frozen is refused when it is read by {@link
 * ImportSchemaGen} or {@link #check}.
 */
public final class FrozenSchema {
  private static final String TAG = "frozen";
  private static final String DIGEST = "frozen sha256:";

  private FrozenSchema() {}

  /**
   * The schema, frozen: every feature has a stage of life (PRODUCTION unless it has one), a
   * presence (none required unless it has one), and a number of values (any unless it has one).
   * Freezing a frozen schema, an edited one, too, freezes what it says now.
   */
  public static Schema freeze(Schema schema) {
    var explicit = explicit(schema);
    var frozen = explicit.toBuilder();
    frozen.getAnnotationBuilder().addTag(TAG).addComment(DIGEST + digest(explicit));
    return frozen.build();
  }

  /** The schema without being frozen; what was made explicit stays. */
  public static Schema thaw(Schema schema) {
    if (!schema.hasAnnotation()) {
      return schema;
    }
    var annotation = schema.getAnnotation();
    var rest =
        annotation.toBuilder()
            .clearTag()
            .addAllTag(annotation.getTagList().stream().filter(tag -> !tag.equals(TAG)).toList())
            .clearComment()
            .addAllComment(
                annotation.getCommentList().stream()
                    .filter(comment -> !comment.startsWith(DIGEST))
                    .toList())
            .build();
    var thawed = schema.toBuilder();
    return rest.equals(Annotation.getDefaultInstance())
        ? thawed.clearAnnotation().build()
        : thawed.setAnnotation(rest).build();
  }

  /** Whether a schema was frozen, even if it was edited since. */
  public static boolean isFrozen(Schema schema) {
    return schema.getAnnotation().getTagList().contains(TAG) || pinned(schema).isPresent();
  }

  private static Optional<String> pinned(Schema schema) {
    return schema.getAnnotation().getCommentList().stream()
        .filter(comment -> comment.startsWith(DIGEST))
        .map(comment -> comment.substring(DIGEST.length()))
        .findFirst();
  }

  /**
   * Objects to a schema that was edited after it was frozen.
   *
   * @param where the file
   * @throws ExecutionFailure with code INVALID_DATA
   */
  public static void check(String where, Schema schema) {
    requireNonNull(where, "where");
    if (!isFrozen(schema)) {
      return;
    }
    var digest = digest(thaw(schema));
    var pinned = pinned(schema).orElse("none");
    if (!digest.equals(pinned)) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_DATA,
          new Explanation(
              where,
              "frozen, but changed since: its SHA-256 is " + digest,
              pinned,
              "undo the change, or freeze the schema again"));
    }
  }

  /**
   * Objects to a change of a frozen schema.
   *
   * @param where what would change it
   * @param changed what it would become
   * @throws ExecutionFailure with code FAILED_PRECONDITION and the list of differences
   */
  static void refuse(String where, Schema schema, Schema changed) {
    if (!isFrozen(schema)) {
      return;
    }
    var diff = SchemaDiff.of(schema, changed);
    if (!diff.isEmpty()) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.FAILED_PRECONDITION,
          new Explanation(
              where,
              "a frozen schema would change:\n  "
                  + diff.text().strip().replace("\n", "\n  ")
                  + "\n",
              "data that the frozen schema describes",
              "correct the data, or change the schema and freeze it again"));
    }
  }

  /** SHA-256 of what a schema says, frozen or not, in hexadecimal. */
  public static String digest(Schema schema) {
    return Sha256.hex(MessageFile.binary(thaw(schema)));
  }

  /** The schema, thawed, with everything said that a reader would take for granted. */
  static Schema explicit(Schema schema) {
    var explicit = thaw(schema).toBuilder();
    explicit.getFeatureBuilderList().forEach(FrozenSchema::makeExplicit);
    return explicit.build();
  }

  private static void makeExplicit(Feature.Builder feature) {
    if (!SchemaEnvironments.isDormant(feature.build())
        && feature.getLifecycleStage() == LifecycleStage.UNKNOWN_STAGE) {
      feature.setLifecycleStage(LifecycleStage.PRODUCTION);
    }
    if (feature.getPresenceConstraintsCase()
        == Feature.PresenceConstraintsCase.PRESENCECONSTRAINTS_NOT_SET) {
      feature.getPresenceBuilder().setMinCount(0);
    }
    if (feature.getShapeTypeCase() == Feature.ShapeTypeCase.SHAPETYPE_NOT_SET
        && feature.getType() != FeatureType.STRUCT) {
      feature.getValueCountBuilder().setMin(0);
    }
    if (feature.hasStructDomain()) {
      feature.getStructDomainBuilder().getFeatureBuilderList().forEach(FrozenSchema::makeExplicit);
    }
  }
}
