/**
 * TFRecord files of {@code tf.Example}, in which data moves to and from TensorFlow.
 *
 * <p>Starting points: {@link io.tributary.data.tfrecord.TfRecordTable} reads, {@link
 * io.tributary.data.tfrecord.TfRecordWriter} writes.
 */
@NullMarked
package io.tributary.data.tfrecord;

import org.jspecify.annotations.NullMarked;
