package io.tributary.components.schema;

import static java.util.Objects.requireNonNull;

import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.Schema;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.SourceVersion;

/**
 * A Java record for the rows that a schema describes, as source text. The record has a component
 * for each feature, knows the Arrow schema of its rows, is read from a row of a batch, and appended
 * to one:
 *
 * <pre>{@code
 * var source = SchemaRecord.generate(schema, "org.example", "TaxiTrip");
 * Files.writeString(directory.resolve(source.path()), source.text());
 * ...
 * TaxiTrip.from(batch, row).fare()
 * }</pre>
 *
 * <p>INT becomes {@code long}, FLOAT {@code double}, BYTES {@code String}, or {@code byte[]} if its
 * domain is one of images, audio or video. A feature that some rows may lack is a {@code Long},
 * {@code Double} or {@code @Nullable String}; one that may have other than one value is a {@code
 * List}, empty where it is missing. Texts of a domain stay texts. Features that are dormant, and
 * structs, are left out.
 *
 * <p>The same schema gives the same text.
 *
 * @param packageName of the record
 * @param className of the record
 * @param text the source
 * @param notes on features that are left out, or whose names are no Java identifiers
 */
public record SchemaRecord(String packageName, String className, String text, List<String> notes) {

  public SchemaRecord {
    requireNonNull(packageName, "packageName");
    requireNonNull(className, "className");
    requireNonNull(text, "text");
    notes = List.copyOf(notes);
  }

  /** Where the source belongs below a folder of sources: {@code org/example/TaxiTrip.java}. */
  public String path() {
    return packageName.replace('.', '/') + "/" + className + ".java";
  }

  /**
   * Generates the record.
   *
   * @throws IllegalArgumentException if the names are no Java names, or no feature is left
   */
  public static SchemaRecord generate(Schema schema, String packageName, String className) {
    requireName("package", packageName, SourceVersion.isName(packageName));
    requireName(
        "class",
        className,
        SourceVersion.isIdentifier(className) && SourceVersion.isName(className));
    var notes = new ArrayList<String>();
    var names = new RecordNames(notes);
    var columns = new ArrayList<RecordColumn>();
    for (var feature : schema.getFeatureList()) {
      if (SchemaEnvironments.isDormant(feature)) {
        notes.add(note(feature, "left out, since its stage of life is dormant"));
      } else {
        var kind = RecordColumn.kind(feature);
        if (kind.isEmpty()) {
          notes.add(note(feature, "left out, since records have no " + feature.getType()));
        } else {
          columns.add(RecordColumn.of(feature, names.of(feature.getName()), kind.get()));
        }
      }
    }
    if (columns.isEmpty()) {
      throw new IllegalArgumentException(
          "schema: no feature for a record (expected: at least one of type INT, FLOAT or BYTES); "
              + notes);
    }
    var source = new RecordSource(packageName, className, FrozenSchema.digest(schema), columns);
    return new SchemaRecord(packageName, className, source.text(), notes);
  }

  private static String note(Feature feature, String what) {
    return "feature '" + feature.getName() + "': " + what;
  }

  private static void requireName(String what, String name, boolean good) {
    if (!good) {
      throw new IllegalArgumentException(
          what + " '" + name + "' (expected: a Java name that is no keyword); choose another");
    }
  }
}
