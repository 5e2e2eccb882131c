/**
 * Reading CSV: a byte scanner, types inferred from all rows, Arrow batches.
 *
 * <p>Starting points: {@link io.tributary.data.csv.CsvTable} checks files, tells their schema and
 * gives their rows; {@link io.tributary.data.csv.CsvOptions} say how they are written.
 */
@NullMarked
package io.tributary.data.csv;

import org.jspecify.annotations.NullMarked;
