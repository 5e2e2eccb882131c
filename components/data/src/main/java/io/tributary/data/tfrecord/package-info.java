/**
 * TFRecord files, in which data moves to and from TensorFlow, most of all as {@code tf.Example}.
 *
 * <p>Starting points: {@link io.tributary.data.tfrecord.TfRecordTable} reads, {@link
 * io.tributary.data.tfrecord.TfRecordWriter} writes.
 */
@NullMarked
package io.tributary.data.tfrecord;

import org.jspecify.annotations.NullMarked;
