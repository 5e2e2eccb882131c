package io.tributary.data.parquet;

import io.tributary.data.source.FileState;

/**
 * Rows of a Parquet file that lie together.
 *
 * @param number in its file, counted from 1
 * @param first number of its first row in its file, counted from 0
 * @param rows how many there are; at least one
 */
record RowGroup(FileState file, int number, long first, long rows) {}
