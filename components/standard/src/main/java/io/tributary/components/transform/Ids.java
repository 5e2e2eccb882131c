package io.tributary.components.transform;

import static java.util.stream.Collectors.joining;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.transform.Expression.Analyzer;
import io.tributary.components.transform.Expression.OfIds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Expressions that give ids. If a value can be missing, the last id stands for that. */
final class Ids {
  private Ids() {}

  /**
   * INT64: how many bounds are not above the value (tf.Transform's apply_buckets), or {@code
   * missing} where it is missing.
   *
   * @param bounds ascending, in a tensor of {@code width} columns; what is infinite is no bound
   */
  static String bucket(Emission e, int operand, String bounds, int width, long missing) {
    var graph = e.graph();
    if (width == 0) {
      var none = graph.node("Mul", graph.cast(e.present(operand), DataType.INT64), graph.longs(0));
      return e.wherePresent(operand, none, graph.longs(missing));
    }
    var reached = graph.node("GreaterOrEqual", e.tensor(operand), bounds);
    var count =
        graph.node(
            OnnxDomain.STANDARD,
            "ReduceSum",
            List.of(OnnxAttribute.ofInt("keepdims", 1)),
            graph.cast(reached, DataType.INT64),
            graph.vector(1));
    return e.wherePresent(operand, count, graph.longs(missing));
  }

  /** Buckets between given bounds. */
  record Buckets(int operand, List<Double> bounds) implements OfIds {
    public Buckets {
      bounds = List.copyOf(bounds);
    }

    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }

    @Override
    public long size(Fitted fitted) {
      return bounds.size() + 1L + fitted.idsOfMissing(operand);
    }

    @Override
    public String source(List<String> operands) {
      return operands.get(0)
          + bounds.stream().map(Literal::of).collect(joining(", ", ".bucketize(", ")"));
    }

    @Override
    public String emit(Emission e) {
      double[] rounded = bounds.stream().mapToDouble(bound -> e.rounded(bound, operand)).toArray();
      return bucket(e, operand, e.graph().doubles(rounded), rounded.length, rounded.length + 1L);
    }
  }

  /**
   * Buckets of about equally many rows, of all rows or of those of a key. Rows of a key that was
   * not seen have the id after the buckets of the key that has most.
   */
  record Quantiles(int operand, int buckets, Optional<Gathering.Key> key)
      implements OfIds, Analyzer {
    /** Bounds that a graph can hold. */
    private static final long MOST_BOUNDS = 4_000_000;

    /** A bound that no number reaches and no fitted one equals. */
    private static final Fit.Boundaries UNSEEN = new Fit.Boundaries(List.of(Double.NaN));

    @Override
    public Type type() {
      return Type.ID;
    }

    @Override
    public Gathering gathering() {
      return Gathering.ofNumber(Statistic.Kind.VALUES, operand, key);
    }

    @Override
    public Fit fit(Statistic gathered) {
      if (!(gathered instanceof KeyedStatistic keyed)) {
        return boundaries(gathered);
      }
      var fit = keyed.fits(this::boundaries);
      if ((long) fit.keys().size() * buckets > MOST_BOUNDS) {
        throw new ExecutionFailure(
            ExecutionFailure.Code.RESOURCE_EXHAUSTED,
            new Explanation(
                "bucketize(" + buckets + ") per key",
                fit.keys().size() + " keys",
                "at most " + MOST_BOUNDS + " buckets of all keys",
                "ask for fewer buckets, or use a key of fewer values"));
      }
      return fit;
    }

    private Fit.Boundaries boundaries(Statistic gathered) {
      return new Fit.Boundaries(((ValuesStatistic) gathered).boundaries(buckets));
    }

    @Override
    public String source(List<String> operands) {
      return receiver(operands) + ".bucketize(" + buckets + ")";
    }

    @Override
    public long size(Fitted fitted) {
      return width(fitted) + 1L + (key.isPresent() ? 1 : 0) + fitted.idsOfMissing(operand);
    }

    /** How many bounds there are at most. */
    private int width(Fitted fitted) {
      if (key.isEmpty()) {
        return fitted.fit(this, Fit.Boundaries.class).bounds().size();
      }
      return fitted.fit(this, Fit.PerKey.class).fits().stream()
          .mapToInt(fit -> ((Fit.Boundaries) fit).bounds().size())
          .max()
          .orElse(0);
    }

    @Override
    public String emit(Emission e) {
      var graph = e.graph();
      int width = width(e.fitted());
      var fits = e.fits(this, key, Fit.Boundaries.class, UNSEEN);
      long unseen = width + 1L;
      long missing = key.isPresent() ? width + 2L : unseen;
      var bucket =
          bucket(e, operand, fits.numbers(width, fit -> padded(fit, width)), width, missing);
      if (key.isEmpty()) {
        return bucket;
      }
      var isSeen = graph.cast(fits.integer(fit -> fit.equals(UNSEEN) ? 0L : 1L), DataType.BOOL);
      var ofKey = graph.node("Where", isSeen, bucket, graph.longs(unseen));
      return e.wherePresent(operand, ofKey, graph.longs(missing));
    }

    private static double[] padded(Fit.Boundaries fit, int width) {
      double[] bounds = Arrays.copyOf(fit.toArray(), width);
      Arrays.fill(bounds, Math.min(width, fit.bounds().size()), width, Double.POSITIVE_INFINITY);
      return bounds;
    }
  }

  /** Terms by frequency, then out-of-vocabulary buckets. */
  record Vocabulary(int operand, VocabularyChoice choice) implements OfIds, Analyzer {
    @Override
    public Type type() {
      return Type.ID;
    }

    @Override
    public Gathering gathering() {
      return Gathering.ofText(operand, choice.guide(), choice.parts());
    }

    @Override
    public List<Integer> rowOperands() {
      return List.of(operand);
    }

    @Override
    public Fit fit(Statistic gathered) {
      return ((TermsStatistic) gathered).terms(choice);
    }

    @Override
    public Fit join(List<Fit> ofParts) {
      return choice.join(ofParts.stream().map(Fit.Terms.class::cast).toList());
    }

    @Override
    public String source(List<String> operands) {
      int text = operands.size() - 1;
      var arguments = choice.arguments(operands.subList(0, text));
      return operands.get(text) + ".vocabulary(" + arguments + ")";
    }

    @Override
    public long size(Fitted fitted) {
      return fitted.fit(this, Fit.Terms.class).terms().size()
          + (long) choice.oovBuckets()
          + fitted.idsOfMissing(operand);
    }

    @Override
    public String emit(Emission e) {
      var graph = e.graph();
      var terms = e.fitted().fit(this, Fit.Terms.class).terms();
      int oovBuckets = choice.oovBuckets();
      var keys = new ArrayList<>(terms);
      keys.add("");
      var ids = new long[keys.size()];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = i;
      }
      long unseen = terms.size();
      ids[terms.size()] = e.mayBeMissing(operand) ? unseen + oovBuckets : unseen;
      var text = e.tensor(operand);
      if (oovBuckets == 1) {
        return e.lookUp(text, keys, ids, unseen);
      }
      var known = e.lookUp(text, keys, ids, -1);
      var bucket = graph.node("Add", e.hash(text, oovBuckets), graph.longs(unseen));
      return graph.node("Where", graph.node("Less", known, graph.longs(0)), bucket, known);
    }
  }

  /** A hash of the text. */
  record Hash(int operand, int buckets) implements OfIds {
    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }

    @Override
    public long size(Fitted fitted) {
      return (long) buckets + fitted.idsOfMissing(operand);
    }

    @Override
    public String source(List<String> operands) {
      return operands.get(0) + ".hash(" + buckets + ")";
    }

    @Override
    public String emit(Emission e) {
      var bucket = e.hash(e.tensor(operand), buckets);
      return e.wherePresent(operand, bucket, e.graph().longs(buckets));
    }
  }

  /** A hash of the eight bytes of an id, the lowest first. */
  record HashOfId(int operand, int buckets) implements OfIds {
    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }

    @Override
    public long size(Fitted fitted) {
      return buckets;
    }

    @Override
    public String source(List<String> operands) {
      return operands.get(0) + ".hash(" + buckets + ")";
    }

    @Override
    public String emit(Emission e) {
      return e.hash(e.tensor(operand), buckets);
    }
  }

  /** An integer from 0 to below {@code limit} as itself, everything else as {@code limit}. */
  record Identity(int operand, int limit) implements OfIds {
    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }

    @Override
    public long size(Fitted fitted) {
      return limit + 1L;
    }

    @Override
    public String source(List<String> operands) {
      return operands.get(0) + ".ids(" + limit + ")";
    }

    @Override
    public String emit(Emission e) {
      var graph = e.graph();
      var value = e.tensor(operand);
      var end = graph.longs(limit);
      var inside =
          graph.node(
              "And",
              graph.node("GreaterOrEqual", value, graph.longs(0)),
              graph.node("Less", value, end));
      return graph.node("Where", inside, value, end);
    }
  }

  /** One id for each pair: left * size(right) + right. The size saturates. */
  record Cross(int left, int right) implements OfIds {
    @Override
    public List<Integer> operands() {
      return List.of(left, right);
    }

    @Override
    public long size(Fitted fitted) {
      long rows = fitted.size(left);
      long columns = fitted.size(right);
      return rows > Long.MAX_VALUE / columns ? Long.MAX_VALUE : rows * columns;
    }

    @Override
    public String source(List<String> operands) {
      return operands.get(0) + ".cross(" + operands.get(1) + ")";
    }

    @Override
    public String emit(Emission e) {
      var graph = e.graph();
      var row = graph.node("Mul", e.tensor(left), graph.longs(e.fitted().size(right)));
      return graph.node("Add", row, e.tensor(right));
    }
  }
}
