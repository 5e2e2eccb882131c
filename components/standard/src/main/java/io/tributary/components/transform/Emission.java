package io.tributary.components.transform;

import static java.util.stream.Collectors.toCollection;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.transform.Expression.Analyzer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Turns expressions of a program into nodes of one graph.
 *
 * <p>All numbers are computed in double precision. In the graph of the features floating-point
 * columns come in single precision; constants that meet them are rounded likewise, so that 0.1 in
 * the data equals 0.1 in the definition. The graph of the label takes doubles.
 */
final class Emission {
  /** How floating-point columns come in. */
  enum Precision {
    SINGLE,
    DOUBLE;

    /** A constant that meets the values of {@code partner}. */
    double rounded(Program program, double value, int partner) {
      return this == SINGLE && program.isSinglePrecision(partner) ? (float) value : value;
    }
  }

  private final OnnxGraph graph;
  private final Fitted fitted;
  private final Precision precision;
  private final Map<Integer, String> tensors = new HashMap<>();
  private final Map<Integer, String> present = new HashMap<>();
  private final Map<Gathering.Key, String> keyIndexes = new HashMap<>();

  Emission(OnnxGraph graph, Fitted fitted, Precision precision) {
    this.graph = graph;
    this.fitted = fitted;
    this.precision = precision;
  }

  /** Adds everything that the expressions at {@code roots} need, raw inputs first. */
  void emit(Iterable<Integer> roots) {
    var needed = fitted.program().computed(roots);
    for (int position : needed) {
      if (expression(position) instanceof Raw raw) {
        graph.input(raw.column(), raw.inputType(precision), -1, raw.kind().isList() ? -1 : 1);
      }
    }
    for (int position : needed) {
      if (!tensors.containsKey(position)) {
        tensors.put(position, expression(position).emit(this));
      }
    }
  }

  OnnxGraph graph() {
    return graph;
  }

  Fitted fitted() {
    return fitted;
  }

  Precision precision() {
    return precision;
  }

  Expression expression(int position) {
    return fitted.program().at(position);
  }

  boolean mayBeMissing(int position) {
    return fitted.program().mayBeMissing(position);
  }

  String tensor(int position) {
    var tensor = tensors.get(position);
    if (tensor == null) {
      throw new IllegalStateException(expression(position) + " was not emitted");
    }
    return tensor;
  }

  /** A constant that meets the values of {@code partner}. */
  String constant(double value, int partner) {
    return graph.doubles(rounded(value, partner));
  }

  double rounded(double value, int partner) {
    return precision.rounded(fitted.program(), value, partner);
  }

  /**
   * The fits of an analyzer, of which each row uses one.
   *
   * @param key the groups of which each has a fit of its own
   * @param unseen what rows of a key use that was not seen
   */
  <F extends Fit> FitOfRow<F> fits(
      Analyzer analyzer, Optional<Gathering.Key> key, Class<F> type, F unseen) {
    if (key.isEmpty()) {
      return new FitOfRow<>(graph, List.of(fitted.fit(analyzer, type)), Optional.empty());
    }
    var perKey = fitted.fit(analyzer, Fit.PerKey.class);
    var fits = new ArrayList<F>();
    perKey.fits().forEach(fit -> fits.add(type.cast(fit)));
    fits.add(unseen);
    var index = keyIndexes.computeIfAbsent(key.get(), by -> keyIndex(by, perKey.keys()));
    return new FitOfRow<>(graph, fits, Optional.of(index));
  }

  /** INT64: position of the row's key, their number where it is none of them. */
  private String keyIndex(Gathering.Key key, List<String> keys) {
    var known = new ArrayList<>(keys);
    var indexes = LongStream.range(0, keys.size()).boxed().collect(toCollection(ArrayList::new));
    if (!keys.contains("")) {
      known.add("");
      indexes.add((long) keys.size());
    }
    long[] values = indexes.stream().mapToLong(Long::longValue).toArray();
    return lookUp(tensor(key.position()), known, values, keys.size());
  }

  /** BOOL: whether the value of a number, integer or text is there. */
  String present(int position) {
    var known = present.get(position);
    if (known != null) {
      return known;
    }
    var tensor = tensor(position);
    var made =
        switch (expression(position).type()) {
          case NUMBER -> graph.node("Not", graph.node("IsNaN", tensor));
          case INTEGER -> graph.node("Not", graph.node("Equal", tensor, missingInteger()));
          case TEXT -> graph.node("Not", textEquals(tensor, ""));
          case BOOLEAN, ID, WORDS, VECTOR, TEXTS, INTEGERS, NUMBERS ->
              throw new IllegalStateException(expression(position) + " is never missing");
        };
    present.put(position, made);
    return made;
  }

  /** {@code tensor} where the value at {@code position} is there, {@code otherwise} elsewhere. */
  String wherePresent(int position, String tensor, String otherwise) {
    return mayBeMissing(position)
        ? graph.node("Where", present(position), tensor, otherwise)
        : tensor;
  }

  String missingNumber() {
    return graph.doubles(Double.NaN);
  }

  String missingInteger() {
    return graph.longs(Long.MIN_VALUE);
  }

  /** Texts and a missing one, for operators that fail where there is no row. */
  String withRow(String texts) {
    return withRow(texts, graph.strings(""));
  }

  /** Lists of texts, and a row without any, see {@link #withRow}. */
  String withRowOfLists(String texts) {
    var width = graph.node("Slice", graph.node("Shape", texts), graph.vector(1), graph.vector(2));
    var shape =
        graph.node(
            OnnxDomain.STANDARD,
            "Concat",
            List.of(OnnxAttribute.ofInt("axis", 0)),
            graph.vector(1),
            width);
    return withRow(texts, graph.node("Expand", graph.strings(""), shape));
  }

  /** Texts and a further row. */
  String withRow(String texts, String row) {
    return graph.node(
        OnnxDomain.STANDARD, "Concat", List.of(OnnxAttribute.ofInt("axis", 0)), texts, row);
  }

  /** INT64 {@code [N, 1]}: how many truth values of each row are true. */
  String countOf(String truths) {
    return graph.node(
        OnnxDomain.STANDARD,
        "ReduceSum",
        List.of(OnnxAttribute.ofInt("keepdims", 1)),
        graph.cast(truths, DataType.INT64),
        graph.vector(1));
  }

  /** What follows from the texts, without the row that {@link #withRow} added. */
  String withoutRow(String tensor) {
    return graph.node("Slice", tensor, graph.vector(0), graph.vector(-1), graph.vector(0));
  }

  /** BOOL: whether a STRING tensor equals a text. */
  String textEquals(String tensor, String text) {
    return graph.cast(lookUp(tensor, List.of(text), new long[] {1}, 0), DataType.BOOL);
  }

  /** INT64: what stands in {@code values} where a key equals the text, else {@code otherwise}. */
  String lookUp(String tensor, List<String> keys, long[] values, long otherwise) {
    var attributes = new ArrayList<OnnxAttribute>();
    attributes.add(OnnxAttribute.ofStrings("keys_strings", keys));
    attributes.add(OnnxAttribute.ofInts("values_int64s", values));
    attributes.add(OnnxAttribute.ofInt("default_int64", otherwise));
    return graph.node(OnnxDomain.ML, "LabelEncoder", attributes, tensor);
  }

  /**
   * INT64 from 0 to below {@code buckets}: MurmurHash3 (x86, 32 bits, seed 0) of the UTF-8 or of an
   * integer's bytes, modulo {@code buckets}. No standard operator hashes; this one is ONNX
   * Runtime's.
   */
  String hash(String tensor, long buckets) {
    var hash = graph.node(OnnxDomain.MICROSOFT, "MurmurHash3", List.of(), tensor);
    return graph.node("Mod", graph.cast(hash, DataType.INT64), graph.longs(buckets));
  }
}
