package io.tributary.tribuo;

import io.tributary.components.trainer.TrainingData;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.common.sgd.AbstractFMModel;
import org.tribuo.common.sgd.AbstractLinearSGDModel;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.la.DenseVector;
import org.tribuo.math.la.Tensor;

/** A linear model or factorization machine whose weights training starts from. */
final class Base {
  private final Model<?> model;
  private final Tensor[] weights;

  private Base(Model<?> model, Tensor[] weights) {
    this.model = model;
    this.weights = weights;
  }

  /**
   * The base of {@code data}, if it has one.
   *
   * @throws IllegalArgumentException if that is no {@code type}
   */
  static Optional<Base> of(TrainingData data, Class<?> type) throws IOException {
    if (data.base().isEmpty()) {
      return Optional.empty();
    }
    var model = Model.deserializeFromFile(data.base().get().resolve(NativeModel.FILE));
    if (type.isInstance(model) && model instanceof AbstractLinearSGDModel<?> linear) {
      return Optional.of(new Base(model, new Tensor[] {linear.getWeightsCopy()}));
    }
    if (type.isInstance(model) && model instanceof AbstractFMModel<?> machine) {
      return Optional.of(new Base(model, weights(machine)));
    }
    throw new IllegalArgumentException(
        "base model: "
            + model.getClass().getName()
            + " (expected: "
            + type.getName()
            + "); pass a model of the same algorithm");
  }

  private static Tensor[] weights(AbstractFMModel<?> machine) {
    var factors = machine.getFactorsCopy();
    var weights = new Tensor[factors.length + 2];
    weights[0] = machine.getBiasesCopy();
    weights[1] = machine.getLinearWeightsCopy();
    System.arraycopy(factors, 0, weights, 2, factors.length);
    return weights;
  }

  /** Names of its features, which the model that starts from it keeps. */
  Set<String> features() {
    var names = new HashSet<String>();
    model.getFeatureIDMap().forEach(feature -> names.add(feature.getName()));
    return names;
  }

  /**
   * Copies its weights, output by output and feature by feature, those of new features being left
   * as they are.
   *
   * @throws IllegalArgumentException if the tensors are not alike
   */
  void copyTo(Tensor[] target, FeatureLayout layout, ImmutableOutputInfo<?> outputs) {
    var rows = rows(outputs);
    int factors = 2;
    if (target.length == 1) {
      copy((DenseMatrix) weights[0], (DenseMatrix) target[0], rows, layout);
      int bias = model.getFeatureIDMap().size();
      for (int row = 0; row < rows.length; row++) {
        double value = ((DenseMatrix) weights[0]).get(rows[row], bias);
        ((DenseMatrix) target[0]).set(row, layout.size(), value);
      }
      return;
    }
    for (int row = 0; row < rows.length; row++) {
      ((DenseVector) target[0]).set(row, ((DenseVector) weights[0]).get(rows[row]));
      var own = (DenseMatrix) weights[factors + rows[row]];
      var other = (DenseMatrix) target[factors + row];
      copy(own, other, alike(own, other), layout);
    }
    copy((DenseMatrix) weights[1], (DenseMatrix) target[1], rows, layout);
  }

  /** For each output of the target that of the base. */
  private int[] rows(ImmutableOutputInfo<?> outputs) {
    var rows = new int[outputs.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = id(model.getOutputIDInfo(), outputs.getOutput(i));
    }
    return rows;
  }

  @SuppressWarnings("unchecked") // outputs of one task are of one type
  private static <T extends Output<T>> int id(ImmutableOutputInfo<?> known, Output<?> output) {
    int id = ((ImmutableOutputInfo<T>) known).getID((T) output);
    if (id < 0 || known.size() == 0) {
      throw new IllegalArgumentException(
          "base model: knows no "
              + output
              + " (expected: the same classes or label); pass a model"
              + " that was trained for the same label");
    }
    return id;
  }

  private static int[] alike(DenseMatrix own, DenseMatrix other) {
    int factors = other.getDimension1Size();
    if (own.getDimension1Size() != factors) {
      throw new IllegalArgumentException(
          "base model: "
              + own.getDimension1Size()
              + " factors (expected: "
              + factors
              + "); choose the same number of factors");
    }
    return IntStream.range(0, factors).toArray();
  }

  private void copy(DenseMatrix own, DenseMatrix other, int[] rows, FeatureLayout layout) {
    for (int feature = 0; feature < layout.size(); feature++) {
      int known = model.getFeatureIDMap().getID(layout.name(feature));
      for (int row = 0; known >= 0 && row < rows.length; row++) {
        other.set(row, feature, own.get(rows[row], known));
      }
    }
  }
}
