package io.tributary.components.transform;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.transform.Expression.Analyzer;
import io.tributary.components.transform.Expression.OfIds;
import java.util.ArrayList;
import java.util.List;

/** Expressions that give ids. If a value can be missing, the last id stands for that. */
final class Ids {
  private Ids() {}

  /**
   * INT64: how many bounds are not above the value (tf.Transform's apply_buckets), or one more than
   * there are bounds where it is missing.
   */
  private static String bucket(Emission e, int operand, double[] bounds) {
    var graph = e.graph();
    if (bounds.length == 0) {
      var none = graph.node("Mul", graph.cast(e.present(operand), DataType.INT64), graph.longs(0));
      return e.wherePresent(operand, none, graph.longs(1));
    }
    var reached = graph.node("GreaterOrEqual", e.tensor(operand), graph.doubles(bounds));
    var count =
        graph.node(
            OnnxDomain.STANDARD,
            "ReduceSum",
            List.of(OnnxAttribute.ofInt("keepdims", 1)),
            graph.cast(reached, DataType.INT64),
            graph.longs(1));
    return e.wherePresent(operand, count, graph.longs(bounds.length + 1L));
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
    public String emit(Emission e) {
      return bucket(
          e, operand, bounds.stream().mapToDouble(bound -> e.rounded(bound, operand)).toArray());
    }
  }

  /** Buckets of about equally many rows. */
  record Quantiles(int operand, int buckets) implements OfIds, Analyzer {
    @Override
    public Type type() {
      return Type.ID;
    }

    @Override
    public Statistic.Kind statistic() {
      return Statistic.Kind.VALUES;
    }

    @Override
    public Fit fit(Statistic gathered) {
      return new Fit.Boundaries(((ValuesStatistic) gathered).boundaries(buckets));
    }

    @Override
    public long size(Fitted fitted) {
      return fitted.fit(this, Fit.Boundaries.class).bounds().size()
          + 1L
          + fitted.idsOfMissing(operand);
    }

    @Override
    public String emit(Emission e) {
      return bucket(e, operand, e.fitted().fit(this, Fit.Boundaries.class).toArray());
    }
  }

  /** Terms by frequency, then out-of-vocabulary buckets. */
  record Vocabulary(int operand, VocabularyChoice choice) implements OfIds, Analyzer {
    @Override
    public Type type() {
      return Type.ID;
    }

    @Override
    public Statistic.Kind statistic() {
      return Statistic.Kind.TERMS;
    }

    @Override
    public Fit fit(Statistic gathered) {
      return choice.terms((TermsStatistic) gathered);
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
    public String emit(Emission e) {
      var graph = e.graph();
      var row = graph.node("Mul", e.tensor(left), graph.longs(e.fitted().size(right)));
      return graph.node("Add", row, e.tensor(right));
    }
  }
}
