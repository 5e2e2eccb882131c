package io.tributary.data.source;

import static java.util.Objects.requireNonNull;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** The schema that several files have to share. Not thread-safe. */
public final class CommonSchema {
  private static final int TOLD = 5;

  private final List<String> others = new ArrayList<>();
  private @Nullable Schema schema;
  private @Nullable Path first;
  private @Nullable Path firstOther;

  /**
   * Notes the schema of the next file.
   *
   * @throws ExecutionFailure if several columns have one name
   */
  public void add(Path file, Schema found) {
    var known = schema;
    if (known == null) {
      var repeated = repeatedNames(found);
      if (!repeated.isEmpty()) {
        throw new ExecutionFailure(
            Code.INVALID_DATA,
            new Explanation(
                file.toString(),
                "several columns called " + String.join(", ", repeated),
                "a name of its own for every column",
                "rename them where the file is written"));
      }
      schema = found;
      first = file;
    } else if (!known.getFields().equals(found.getFields())) {
      if (firstOther == null) {
        firstOther = file;
      }
      others.add(file + ": " + difference(known.getFields(), found.getFields()));
    }
  }

  /**
   * That of all files.
   *
   * @throws ExecutionFailure naming the files that have another one than the first, and in what
   * @throws IllegalStateException if there was no file
   */
  public Schema schema() {
    if (firstOther != null) {
      int more = others.size() - TOLD;
      throw new ExecutionFailure(
          Code.INVALID_DATA,
          new Explanation(
              firstOther.toString(),
              "another schema than "
                  + first
                  + "; "
                  + String.join("; ", others.subList(0, Math.min(TOLD, others.size())))
                  + (more > 0 ? "; and " + more + " files more" : ""),
              "the same columns of the same types in the same order in all files",
              "read files of different schemas one by one, or write them anew with one schema"));
    }
    return requireNonNull(schema, "no file");
  }

  /** The names that several columns have, in quotes and in order. */
  public static Set<String> repeatedNames(Schema schema) {
    var names = new HashSet<String>();
    var repeated = new TreeSet<String>();
    for (var field : schema.getFields()) {
      if (!names.add(field.getName())) {
        repeated.add("'" + field.getName() + "'");
      }
    }
    return repeated;
  }

  private static String difference(List<Field> expected, List<Field> found) {
    for (int c = 0; c < Math.min(expected.size(), found.size()); c++) {
      if (!expected.get(c).equals(found.get(c))) {
        return "column " + (c + 1) + " is " + found.get(c) + ", not " + expected.get(c);
      }
    }
    return found.size() < expected.size()
        ? "column '" + expected.get(found.size()).getName() + "' is absent"
        : "column '" + found.get(expected.size()).getName() + "' is one too many";
  }
}
