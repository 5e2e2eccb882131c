package io.tributary.tribuo;

import com.google.protobuf.Any;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.RootProvenanceProto;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.SimpleProvenanceProto;
import io.tributary.components.trainer.FeatureMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.protos.ClassificationLinearSGDProto;
import org.tribuo.common.tree.protos.TreeModelProto;
import org.tribuo.protos.core.ModelDataProto;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.protos.core.WeightedEnsembleModelProto;

/**
 * A binary classifier of Tribuo over a feature matrix. Saved as Tribuo saves it, except that the
 * provenance does not tell when and on which machine it was trained: equal trainings give equal
 * bytes, here and elsewhere.
 */
final class NativeModel {
  /** Stands for every point in time. */
  static final OffsetDateTime NO_TIME = OffsetDateTime.ofInstant(Instant.EPOCH, ZoneOffset.UTC);

  private static final String FILE = "tribuo-model.pb";
  private static final String UNKNOWN = "unknown-version";

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
      var scores =
          model.predict(new RowExample(features, layout, i, unknown)).getOutputScores();
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
    var proto = timeless(model.serialize());
    try (var file = Files.newOutputStream(directory.resolve(FILE))) {
      file.write(bytes(proto));
    }
  }

  private static byte[] bytes(Message message) throws IOException {
    var bytes = new byte[message.getSerializedSize()];
    var out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    message.writeTo(out);
    out.checkNoSpaceLeft();
    return bytes;
  }

  private static ModelProto timeless(ModelProto model) throws InvalidProtocolBufferException {
    var data = model.getSerializedData();
    Message changed;
    if (data.is(ClassificationLinearSGDProto.class)) {
      var linear = data.unpack(ClassificationLinearSGDProto.class);
      changed = linear.toBuilder().setMetadata(timeless(linear.getMetadata())).build();
    } else if (data.is(TreeModelProto.class)) {
      var tree = data.unpack(TreeModelProto.class);
      changed = tree.toBuilder().setMetadata(timeless(tree.getMetadata())).build();
    } else if (data.is(WeightedEnsembleModelProto.class)) {
      var ensemble = data.unpack(WeightedEnsembleModelProto.class);
      var builder = ensemble.toBuilder().setMetadata(timeless(ensemble.getMetadata()));
      for (int i = 0; i < ensemble.getModelsCount(); i++) {
        builder.setModels(i, timeless(ensemble.getModels(i)));
      }
      changed = builder.build();
    } else {
      throw new IllegalStateException(
          data.getTypeUrl() + " (expected: a linear model, a tree or an ensemble)");
    }
    return model.toBuilder().setSerializedData(Any.pack(changed)).build();
  }

  private static ModelDataProto timeless(ModelDataProto metadata) {
    return metadata.toBuilder().setProvenance(timeless(metadata.getProvenance())).build();
  }

  private static RootProvenanceProto timeless(RootProvenanceProto provenance) {
    var builder = provenance.toBuilder();
    for (int i = 0; i < provenance.getSmpCount(); i++) {
      var entry = provenance.getSmp(i);
      switch (entry.getKey()) {
        case "trained-at" -> builder.setSmp(i, withValue(entry, NO_TIME.toString()));
        case "java-version", "os-name", "os-arch" -> builder.setSmp(i, withValue(entry, UNKNOWN));
        default -> {
          // The same in every training of the same data with the same parameters.
        }
      }
    }
    return builder.build();
  }

  private static SimpleProvenanceProto withValue(SimpleProvenanceProto entry, String value) {
    return entry.toBuilder().setValue(value).build();
  }
}
