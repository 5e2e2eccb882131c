/**
 * Files that hold one message of TensorFlow Metadata: a schema, statistics, anomalies. Text,
 * binary, or the only record of a TFRecord file.
 *
 * <p>Starting point: {@link io.tributary.components.message.MessageFile}.
 */
@NullMarked
package io.tributary.components.message;

import org.jspecify.annotations.NullMarked;
