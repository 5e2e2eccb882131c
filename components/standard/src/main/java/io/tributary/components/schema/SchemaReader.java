package io.tributary.components.schema;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.components.message.MessageFile;
import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Reads and writes schemas. */
public final class SchemaReader {
  /** Name of the file of a {@code Schema} artifact: a text-format Schema. */
  public static final String FILE = "schema.pbtxt";

  private static final MessageFile<Schema> SCHEMA =
      new MessageFile<>(
          Schema.getDefaultInstance(),
          "a tensorflow.metadata.v0.Schema",
          "check the path, correct the file, or write it again with SchemaGen or TFDV");

  private SchemaReader() {}

  /**
   * The schema of an artifact.
   *
   * @param artifact the artifact's directory
   * @throws ExecutionFailure if there is none, or it is not readable
   */
  public static Schema read(Path artifact) throws IOException {
    return readFile(artifact.resolve(FILE));
  }

  /**
   * The schema in a file, as {@link MessageFile} tells text and binary.
   *
   * @throws ExecutionFailure if there is no such file, or it is no schema
   */
  public static Schema readFile(Path file) throws IOException {
    var schema = SCHEMA.read(file);
    if (schema.getFeatureCount() == 0) {
      throw SCHEMA.unreadable(file, "a schema without features", null);
    }
    if (schema.getFeatureList().stream().noneMatch(Feature::hasName)) {
      // The bytes of statistics, and of other messages, may pass for a schema.
      throw SCHEMA.unreadable(file, "no feature has a name; is it a file of statistics?", null);
    }
    return schema;
  }

  /**
   * Objects to a schema that makes no sense, all flaws at once.
   *
   * @param where names the schema in the message
   * @throws ExecutionFailure with code INVALID_DATA
   */
  public static void check(String where, Schema schema) {
    var flaws = new ArrayList<String>();
    collectFlaws(schema, schema.getFeatureList(), List.of(), flaws);
    if (!flaws.isEmpty()) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_DATA,
          new Explanation(
              where,
              flaws.size() + " flaws:\n  " + String.join("\n  ", flaws) + "\n",
              "a schema that makes sense",
              "correct the schema"));
    }
  }

  private static void collectFlaws(
      Schema schema, List<Feature> features, List<String> parent, List<String> flaws) {
    var names = new HashSet<String>();
    for (var feature : features) {
      var path = new ArrayList<>(parent);
      path.add(feature.getName());
      var name = FeaturePaths.serialize(path);
      FeatureCheck.ofSpecification(schema, feature, name)
          .forEach(departure -> flaws.add(departure.explanation().toString()));
      if (feature.hasName() && !names.add(feature.getName())) {
        flaws.add(
            new Explanation(
                    "feature '" + name + "'",
                    "described twice",
                    "one description per feature",
                    "remove one")
                .toString());
      }
      collectFlaws(schema, feature.getStructDomain().getFeatureList(), path, flaws);
    }
  }

  /** Writes the file of an artifact. Equal schemas give equal bytes. */
  static void write(Path artifact, Schema schema) throws IOException {
    writeFile(artifact.resolve(FILE), schema);
  }

  /**
   * Writes a schema, binary if the name ends with {@code .pb} and as text otherwise. Equal schemas
   * give equal bytes.
   */
  public static void writeFile(Path file, Schema schema) throws IOException {
    SCHEMA.write(file, schema);
  }
}
