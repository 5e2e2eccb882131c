/**
 * Reading Parquet, through DuckDB: row groups in parallel, and of them the columns that are needed.
 *
 * <p>Starting point: {@link io.tributary.data.parquet.ParquetTable}.
 */
@NullMarked
package io.tributary.data.parquet;

import org.jspecify.annotations.NullMarked;
