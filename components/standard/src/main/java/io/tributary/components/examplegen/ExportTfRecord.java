package io.tributary.components.examplegen;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.Run;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.TfExamples;
import io.tributary.data.tfrecord.TfRecordWriter;
import java.io.IOException;

/**
 * Writes examples for TensorFlow and TFX, split by split, in the order of the rows. What becomes of
 * each type is said at {@link TfRecordWriter}; float64 is rounded to 32 bits, and the log says of
 * which columns.
 *
 * @param examples what is written
 */
public record ExportTfRecord(Channel<Examples> examples)
    implements Component<ExportTfRecord.Outputs> {

  /** As TFX names the only shard of a split. */
  static final String FILE = "data_tfrecord-00000-of-00001.gz";

  /**
   * What a run makes.
   *
   * @param records TFRecord files of {@code tf.Example}, packed by gzip
   */
  public record Outputs(Channel<TfExamples> records) {}

  public ExportTfRecord {
    requireNonNull(examples, "examples");
  }

  @Override
  public void run(Run<Outputs> run) throws IOException {
    var input = run.input(examples);
    var output = run.output(Outputs::records);
    output.set(TfExamples.FILE_FORMAT, "tfrecords_gzip");
    output.set(TfExamples.PAYLOAD_FORMAT, "FORMAT_TF_EXAMPLE");
    output.set(TfExamples.SPAN, input.property(Examples.SPAN).orElse(0L));
    input.property(Examples.VERSION).ifPresent(version -> output.set(TfExamples.VERSION, version));
    long rows = 0;
    for (var split : input.splits()) {
      try (var in = run.read(examples, split)) {
        var rounded = TfRecordWriter.roundedColumns(in.schema());
        if (!rounded.isEmpty()) {
          run.log().info("split '{}': rounded from 64 to 32 bits: {}", split, rounded);
        }
        try (var out = new TfRecordWriter(output.split(split).resolve(FILE), in.schema(), true)) {
          while (in.loadNextBatch()) {
            out.append(in.batch());
          }
          rows += out.rowCount();
        }
      } catch (IllegalArgumentException e) {
        throw new ExecutionFailure(
            Code.INVALID_DATA,
            new Explanation(
                "split '" + split + "'",
                String.valueOf(e.getMessage()),
                "columns that features of tf.Example can hold",
                "leave the others out before"),
            e);
      }
    }
    run.progress(rows + " rows in " + input.splits().size() + " splits");
  }
}
