package io.tributary.data.tfrecord;

import io.tributary.data.source.Content;

/**
 * Records that are read together.
 *
 * @param position where the first frame begins
 * @param length how many bytes all frames have
 * @param records how many there are
 * @param first number of the first one in its file, counted from 1
 */
record RecordBatch(Content content, long position, int length, int records, long first) {}
