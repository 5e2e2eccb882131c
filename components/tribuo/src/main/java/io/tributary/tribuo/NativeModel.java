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
import org.tribuo.Model;
import org.tribuo.classification.Label;

/**
 * A binary classifier of Tribuo over a feature matrix. Saved as Tribuo saves it, except that the
 * provenance does not tell when and on which machine it was trained: equal trainings give equal
 * bytes, here and elsewhere.
 */
final class NativeModel {
  /** Stands for every point in time. */
  static final OffsetDateTime NO_TIME = OffsetDateTime.ofInstant(Instant.EPOCH, ZoneOffset.UTC);

  private static final String FILE = "tribuo-model.pb";

  private final Model<Label> model;
  private final FeatureLayout layout;

  NativeModel(Model<Label> model, FeatureLayout layout) {
    this.model = model;
    this.layout = layout;
  }

  FeatureLayout layout() {
    return layout;
  }

  /** The probabilities of class 1. */
  double[] predict(FeatureMatrix features) {
    var unknown = new Label(Label.UNKNOWN);
    var probabilities = new double[features.rows()];
    for (int i = 0; i < probabilities.length; i++) {
      var scores = model.predict(new RowExample(features, layout, i, unknown)).getOutputScores();
      var positive = scores.get(MatrixDataset.POSITIVE);
      if (positive == null) {
        throw new IllegalStateException("no score of class 1 (expected: both classes)");
      }
      probabilities[i] = positive.getScore();
    }
    return probabilities;
  }

  /** Writes {@code tribuo-model.pb}, which {@code Model.deserializeFromFile} reads. */
  void save(Path directory) throws IOException {
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
