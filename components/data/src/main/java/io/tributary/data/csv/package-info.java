/**
 * Reading CSV: a byte scanner, types inferred from all rows, Arrow batches.
 *
 * <p>Starting points: {@link io.tributary.data.csv.CsvFiles} finds the files, {@link
 * io.tributary.data.csv.CsvTable} checks them and tells their schema, {@link
 * io.tributary.data.csv.CsvReader} gives their rows.
 */
@NullMarked
package io.tributary.data.csv;

import org.jspecify.annotations.NullMarked;
