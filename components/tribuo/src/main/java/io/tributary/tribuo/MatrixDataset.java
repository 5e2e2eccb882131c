package io.tributary.tribuo;

import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import io.tributary.components.trainer.TrainingData;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.tribuo.Dataset;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.clustering.ClusterID;
import org.tribuo.clustering.ClusteringFactory;
import org.tribuo.protos.core.DatasetProto;
import org.tribuo.provenance.DatasetProvenance;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/**
 * Training rows, as Tribuo sees them. Unlike Tribuo's own datasets it keeps no object per value:
 * the rows are views of the matrix.
 */
final class MatrixDataset<T extends Output<T>> extends Dataset<T> {
  private static final String POSITIVE = "1";
  private static final String NEGATIVE = "0";

  private final FeatureLayout layout;
  private final ImmutableOutputInfo<T> outputs;

  private MatrixDataset(TrainingData training, OutputFactory<T> factory, IntFunction<T> output) {
    super(
        new SimpleDataSourceProvenance(
            "label "
                + String.join(", ", training.labels().names())
                + " of examples sha256:"
                + training.digest(),
            NativeModel.NO_TIME,
            factory),
        factory);
    layout = FeatureLayout.of(training.features());
    var counts = factory.generateInfo();
    for (int i = 0; i < training.rows(); i++) {
      var value = output.apply(i);
      counts.observe(value);
      data.add(new RowExample<>(training.features(), layout, i, value));
    }
    outputs = counts.generateImmutableOutputInfo();
  }

  /** Rows with classes: those of a multi-class classification, or {@code 0} and {@code 1}. */
  static MatrixDataset<Label> classes(TrainingData training) {
    var labels = classNames(training).stream().map(Label::new).toArray(Label[]::new);
    var values = training.labels().values();
    return new MatrixDataset<>(training, new LabelFactory(), row -> labels[(int) values[row]]);
  }

  /** Tribuo's names of the classes, in the order of the indices. */
  static List<String> classNames(TrainingData training) {
    var classes = training.labels().classes();
    return classes.isEmpty() ? List.of(NEGATIVE, POSITIVE) : classes;
  }

  /** Tribuo's names of the classes whose probabilities are predicted. */
  static List<String> predictedNames(TrainingData training) {
    var classes = training.labels().classes();
    return classes.isEmpty() ? List.of(POSITIVE) : classes;
  }

  /** Rows with numbers, moved and scaled. */
  static MatrixDataset<Regressor> numbers(TrainingData training, Scale scale) {
    var names = training.labels().names().toArray(String[]::new);
    var values = training.labels().values();
    return new MatrixDataset<>(
        training,
        new RegressionFactory(),
        row -> new Regressor(names, new double[] {scale.apply(values[row])}));
  }

  /** Rows without labels. */
  static MatrixDataset<ClusterID> unlabelled(TrainingData training) {
    var none = new ClusterID(ClusterID.UNASSIGNED);
    return new MatrixDataset<>(training, new ClusteringFactory(), row -> none);
  }

  FeatureLayout layout() {
    return layout;
  }

  @Override
  public Set<T> getOutputs() {
    return outputs.getDomain();
  }

  @Override
  public ImmutableOutputInfo<T> getOutputIDInfo() {
    return outputs;
  }

  @Override
  public ImmutableOutputInfo<T> getOutputInfo() {
    return outputs;
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
