package io.tributary.data.json;

import io.tributary.data.source.Content;

/**
 * Where the rows of a batch are.
 *
 * @param badLines the numbers of those lines that are no rows, in ascending order, counted from 0
 * @param firstLine the number of the first line in its file, counted from 1
 */
record JsonBatch(
    Content content,
    long position,
    int length,
    long checksum,
    int rows,
    int[] badLines,
    long firstLine) {}
