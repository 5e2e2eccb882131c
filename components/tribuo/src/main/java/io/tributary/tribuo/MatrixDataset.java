package io.tributary.tribuo;

import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import io.tributary.components.trainer.TrainingData;
import java.util.Set;
import org.tribuo.Dataset;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.protos.core.DatasetProto;
import org.tribuo.provenance.DatasetProvenance;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Training rows with labels 0 and 1, as Tribuo sees them. Unlike Tribuo's own datasets it keeps no
 * object per value: the rows are views of the matrix.
 */
final class MatrixDataset extends Dataset<Label> {
  /** The label of rows that are 1. */
  static final String POSITIVE = "1";

  /** The label of rows that are 0. */
  static final String NEGATIVE = "0";

  private final FeatureLayout layout;
  private final ImmutableOutputInfo<Label> labels;

  MatrixDataset(TrainingData training) {
    this(training, new LabelFactory());
  }

  private MatrixDataset(TrainingData training, LabelFactory factory) {
    super(
        new SimpleDataSourceProvenance(
            "label '"
                + training.labels().names().get(0)
                + "' of examples sha256:"
                + training.digest(),
            NativeModel.NO_TIME,
            factory),
        factory);
    layout = FeatureLayout.of(training.features());
    var negative = new Label(NEGATIVE);
    var positive = new Label(POSITIVE);
    var counts = factory.generateInfo();
    for (int i = 0; i < training.rows(); i++) {
      var label = training.labels().values()[i] == 1 ? positive : negative;
      counts.observe(label);
      data.add(new RowExample(training.features(), layout, i, label));
    }
    labels = counts.generateImmutableOutputInfo();
  }

  FeatureLayout layout() {
    return layout;
  }

  @Override
  public Set<Label> getOutputs() {
    return labels.getDomain();
  }

  @Override
  public ImmutableOutputInfo<Label> getOutputIDInfo() {
    return labels;
  }

  @Override
  public ImmutableOutputInfo<Label> getOutputInfo() {
    return labels;
  }

  @Override
  public ImmutableFeatureMap getFeatureIDMap() {
    return layout.domain();
  }

  @Override
  public ImmutableFeatureMap getFeatureMap() {
    return layout.domain();
  }

  @Override
  public DatasetProvenance getProvenance() {
    return new DatasetProvenance(getSourceProvenance(), new ListProvenance<>(), this);
  }

  @Override
  public DatasetProto serialize() {
    throw new UnsupportedOperationException("training rows are an artifact: not saved again");
  }
}
