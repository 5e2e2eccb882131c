package io.tributary.components.examplegen;

import static java.util.Objects.requireNonNull;

import io.tributary.data.csv.CsvOptions;
import io.tributary.data.format.Format;
import io.tributary.data.format.SourceOptions;
import io.tributary.data.source.BadRowBudget;
import io.tributary.data.union.SchemaChanges;
import java.util.Optional;

/**
 * How files are read.
 *
 * @param format of the files; empty: what the endings of their names tell
 * @param csv how CSV and TSV are written; default: as the files show
 * @param badRows how many rows that cannot be read are put up with; default none. Files whose
 *     columns are not the same are counted span by span
 * @param schemaChanges what becomes of spans and inputs whose columns are not the same; default
 *     REFUSE
 */
public record Reading(
    Optional<Format> format, CsvOptions csv, BadRowBudget badRows, SchemaChanges schemaChanges) {
  public Reading {
    requireNonNull(format, "format");
    requireNonNull(csv, "csv");
    requireNonNull(badRows, "badRows");
    requireNonNull(schemaChanges, "schemaChanges");
  }

  /** Everything as the files show, and no bad row. */
  public static Reading defaults() {
    return new Reading(
        Optional.empty(), CsvOptions.defaults(), BadRowBudget.NONE, SchemaChanges.REFUSE);
  }

  Reading withFormat(Format other) {
    return new Reading(Optional.of(other), csv, badRows, schemaChanges);
  }

  Reading withCsv(CsvOptions other) {
    return new Reading(format, other, badRows, schemaChanges);
  }

  Reading withBadRows(BadRowBudget other) {
    return new Reading(format, csv, other, schemaChanges);
  }

  Reading withSchemaChanges(SchemaChanges other) {
    return new Reading(format, csv, badRows, other);
  }

  SourceOptions options() {
    var options = SourceOptions.defaults().withCsv(csv).withBudget(badRows);
    return format.map(options::withFormat).orElse(options);
  }
}
