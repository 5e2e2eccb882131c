/** DuckDB, for the formats of files that it reads and writes. */
@NullMarked
package io.tributary.data.duckdb;

import org.jspecify.annotations.NullMarked;
