package io.tributary.tribuo;

import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import io.tributary.components.trainer.Labels;
import io.tributary.components.trainer.TrainingData;
import io.tributary.components.transform.Task;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleFunction;
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
  private final DoubleFunction<T> output;

  private MatrixDataset(
      TrainingData training, Set<String> kept, OutputFactory<T> factory, DoubleFunction<T> output) {
    super(
        new SimpleDataSourceProvenance(
            "label "
                + String.join(", ", training.labels().names())
                + " of examples sha256:"
                + training.digest(),
            NativeModel.NO_TIME,
            factory),
        factory);
    this.output = output;
    layout = FeatureLayout.of(training.features(), kept);
    var counts = factory.generateInfo();
    var labels = training.labels().values();
    for (int i = 0; i < training.rows(); i++) {
      var value = output.apply(labels.length == 0 ? 0 : labels[i]);
      counts.observe(value);
      var row = new RowExample<>(training.features(), layout, i, value);
      row.setWeight(training.weight(i));
      data.add(row);
    }
    outputs = counts.generateImmutableOutputInfo();
  }

  /** Rows with classes: those of a multi-class classification, or {@code 0} and {@code 1}. */
  static MatrixDataset<Label> classes(TrainingData training) {
    return classes(training, Set.of());
  }

  /**
   * Rows with classes, and features that are kept though no row has them.
   *
   * @param kept names of features of Tribuo
   */
  static MatrixDataset<Label> classes(TrainingData training, Set<String> kept) {
    var labels = classNames(training).stream().map(Label::new).toArray(Label[]::new);
    return new MatrixDataset<>(training, kept, new LabelFactory(), value -> labels[(int) value]);
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

  /** Rows with numbers, moved and scaled, and features that are kept though no row has them. */
  static MatrixDataset<Regressor> numbers(TrainingData training, Scale scale, Set<String> kept) {
    var names = training.labels().names().toArray(String[]::new);
    return new MatrixDataset<>(
        training,
        kept,
        new RegressionFactory(),
        value -> new Regressor(names, new double[] {scale.apply(value)}));
  }

  /** Rows with numbers. */
  static MatrixDataset<Regressor> numbers(TrainingData training) {
    return numbers(training, Scale.NONE, Set.of());
  }

  /** Rows without labels. */
  static MatrixDataset<ClusterID> unlabelled(TrainingData training) {
    var none = new ClusterID(ClusterID.UNASSIGNED);
    return new MatrixDataset<>(training, Set.of(), new ClusteringFactory(), value -> none);
  }

  /**
   * Labels of other rows, as Tribuo learns them: for each row the id of its class, −1 for one that
   * no training row has, or the number.
   */
  double[] targets(Labels labels) {
    var targets = new double[labels.values().length];
    for (int i = 0; i < targets.length; i++) {
      float value = labels.values()[i];
      if (labels.task() == Task.REGRESSION) {
        targets[i] = number(output.apply(value));
      } else {
        targets[i] = value < 0 ? -1 : outputs.getID(output.apply(value));
      }
    }
    return targets;
  }

  private static double number(Output<?> output) {
    return ((Regressor) output).getValues()[0];
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
