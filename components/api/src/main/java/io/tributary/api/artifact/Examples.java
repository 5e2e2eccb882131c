package io.tributary.api.artifact;

/**
 * Rows of raw or transformed data: {@code Split-<name>/part-NNNNN.arrow}, Arrow IPC files in input
 * order. Read and written through {@link io.tributary.api.data.ExamplesReader} and {@link
 * io.tributary.api.data.ExamplesWriter}.
 */
public interface Examples extends Artifact.Dataset, Artifact.Splits, Artifact.Versions {

  /**
   * Number of the period that the rows are from, of a range the last; 0 where data does not come in
   * periods.
   */
  Property<Examples, Long> SPAN = Property.ofLong(Examples.class, "span");

  /** Number of the version of the span; not set where there are no versions. */
  Property<Examples, Long> VERSION = Property.ofLong(Examples.class, "version");

  /** How many rows could not be read and were set aside; not set where none was. */
  Property<Examples, Long> BAD_ROWS = Property.ofLong(Examples.class, "bad_rows");

  /** Digest of the contents of what the rows were read from. */
  Property<Examples, String> INPUT_FINGERPRINT =
      Property.ofString(Examples.class, "input_fingerprint");
}
