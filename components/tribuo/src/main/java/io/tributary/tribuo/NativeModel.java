package io.tributary.tribuo;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import io.tributary.components.trainer.FeatureMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.regression.Regressor;

/**
 * A model of Tribuo over a feature matrix. Saved as Tribuo saves it, except that the provenance
 * does not tell when and on which machine it was trained: equal trainings give equal bytes, here
 * and elsewhere.
 */
final class NativeModel<T extends Output<T>> {
  /** Stands for every point in time. */
  static final OffsetDateTime NO_TIME = OffsetDateTime.ofInstant(Instant.EPOCH, ZoneOffset.UTC);

  static final String FILE = "tribuo-model.pb";

  /** Reads what is asked for from a prediction of Tribuo. */
  private interface Reading<T extends Output<T>> {
    double output(Prediction<T> prediction, int output);
  }

  private final Model<T> model;
  private final FeatureLayout layout;
  private final T unknown;
  private final int outputs;
  private final Reading<T> reading;

  private NativeModel(
      Model<T> model, FeatureLayout layout, T unknown, int outputs, Reading<T> reading) {
    this.model = model;
    this.layout = layout;
    this.unknown = unknown;
    this.outputs = outputs;
    this.reading = reading;
  }

  /** A classifier, which predicts the probabilities of these classes. */
  static NativeModel<Label> classifier(
      Model<Label> model, FeatureLayout layout, List<String> classes) {
    return new NativeModel<>(
        model,
        layout,
        new Label(Label.UNKNOWN),
        classes.size(),
        (prediction, output) -> score(prediction, classes.get(output)));
  }

  private static double score(Prediction<Label> prediction, String name) {
    var label = prediction.getOutputScores().get(name);
    if (label == null) {
      throw new IllegalStateException("no score of class " + name + " (expected: all classes)");
    }
    return label.getScore();
  }

  /** A regression, which predicts one number. */
  static NativeModel<Regressor> regression(Model<Regressor> model, FeatureLayout layout) {
    return new NativeModel<>(
        model,
        layout,
        new Regressor("unknown", Double.NaN),
        1,
        (prediction, output) -> prediction.getOutput().getValues()[output]);
  }

  FeatureLayout layout() {
    return layout;
  }

  /** Row by row, a number for each output. */
  double[] predict(FeatureMatrix features) {
    var predictions = new double[features.rows() * outputs];
    for (int i = 0; i < features.rows(); i++) {
      var prediction = model.predict(new RowExample<>(features, layout, i, unknown));
      for (int output = 0; output < outputs; output++) {
        predictions[i * outputs + output] = reading.output(prediction, output);
      }
    }
    return predictions;
  }

  /** Writes {@code tribuo-model.pb}, which {@code Model.deserializeFromFile} reads. */
  void save(Path directory) throws IOException {
    save(model, directory);
  }

  /** Writes {@code tribuo-model.pb}, which {@code Model.deserializeFromFile} reads. */
  static void save(Model<?> model, Path directory) throws IOException {
    Files.write(directory.resolve(FILE), bytes(ModelProtos.of(model)));
  }

  private static byte[] bytes(Message message) throws IOException {
    var bytes = new byte[message.getSerializedSize()];
    var out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    message.writeTo(out);
    out.checkNoSpaceLeft();
    return bytes;
  }
}
