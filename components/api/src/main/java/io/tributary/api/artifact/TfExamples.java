package io.tributary.api.artifact;

/**
 * Rows for TensorFlow and TFX: {@code Split-<name>/data_tfrecord-00000-of-00001.gz}, TFRecord files
 * of {@code tf.Example}, laid out as TFX lays out its {@code Examples}.
 */
public interface TfExamples extends Artifact.Dataset, Artifact.Splits, Artifact.Versions {

  /** How files are written, as TFX says it: {@code tfrecords_gzip}. */
  Property<TfExamples, String> FILE_FORMAT = Property.ofString(TfExamples.class, "file_format");

  /** What a record is, as TFX says it: {@code FORMAT_TF_EXAMPLE}. */
  Property<TfExamples, String> PAYLOAD_FORMAT =
      Property.ofString(TfExamples.class, "payload_format");

  /** As of the examples that were exported. */
  Property<TfExamples, Long> SPAN = Property.ofLong(TfExamples.class, "span");

  /** As of the examples that were exported. */
  Property<TfExamples, Long> VERSION = Property.ofLong(TfExamples.class, "version");
}
