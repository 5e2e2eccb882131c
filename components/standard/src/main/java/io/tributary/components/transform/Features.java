package io.tributary.components.transform;

import io.tributary.api.Explanation;
import io.tributary.components.transform.FittedTransform.Kind;
import io.tributary.components.transform.FittedTransform.LabelKind;
import io.tributary.proto.tfmd.FeatureType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The language in which a {@link Preprocessing} describes columns. Raw columns come from {@link
 * #number}, {@link #integer} and {@link #text}; what is to be kept is named by {@link #output} and
 * {@link #label}. Nothing is computed here. Not thread-safe.
 */
public final class Features {
  /** What the expression at {@code position} gives, under a name. */
  record Output(String name, int position, Kind kind) {}

  /** The label. */
  record Target(String name, int position, LabelKind kind) {}

  /** A mistake at an expression; the feature that uses it is named later. */
  record Mistake(int position, Explanation explanation) {}

  private static final int MOST_BUCKETS = 100_000_000;

  private final RawColumns raw;
  private final Program program = new Program();
  private final List<Mistake> mistakes = new ArrayList<>();
  private final List<Output> outputs = new ArrayList<>();
  private final List<Target> labels = new ArrayList<>();
  private final Set<Raw> checked = new HashSet<>();

  Features(RawColumns raw) {
    this.raw = raw;
  }

  /** The raw column {@code name}, which the schema has as INT or FLOAT. */
  public NumberColumn number(String name) {
    if (raw.type(name) == FeatureType.INT) {
      return integer(name).asNumber();
    }
    return new NumberColumn(this, column(name, Raw.Kind.FLOAT, FeatureType.FLOAT));
  }

  /** The raw column {@code name}, which the schema has as INT. */
  public IntegerColumn integer(String name) {
    return new IntegerColumn(this, column(name, Raw.Kind.INTEGER, FeatureType.INT));
  }

  /** The raw column {@code name}, which the schema has as BYTES. */
  public TextColumn text(String name) {
    return new TextColumn(this, column(name, Raw.Kind.TEXT, FeatureType.BYTES));
  }

  private int column(String name, Raw.Kind kind, FeatureType type) {
    var expression = new Raw(name, kind);
    int position = add(expression);
    if (checked.add(expression)) {
      raw.problem(name, type)
          .ifPresent(explanation -> mistakes.add(new Mistake(position, explanation)));
    }
    return position;
  }

  /**
   * Makes a feature of a number, in single precision.
   *
   * @param name a letter or '_', then at most 99 letters, digits, '_' or '-'
   */
  public void output(String name, NumberColumn column) {
    requireOwn(column.features());
    outputs.add(new Output(name, column.position(), Kind.NUMBER));
  }

  /** Makes a feature of a truth value: the number 0 or 1. */
  public void output(String name, BooleanColumn column) {
    output(name, column.asNumber());
  }

  /** Makes a feature of ids. */
  public void output(String name, IdColumn column) {
    requireOwn(column.features());
    outputs.add(new Output(name, column.position(), Kind.ID));
  }

  /** Makes a feature of a vector, in single precision. */
  public void output(String name, VectorColumn column) {
    requireOwn(column.features());
    outputs.add(new Output(name, column.position(), Kind.VECTOR));
  }

  /**
   * Makes a truth value what is to be learnt: of one such label a trainer makes a binary
   * classification, of several a multi-label classification. A number or a text is the only label.
   */
  public void label(String name, BooleanColumn column) {
    requireOwn(column.features());
    labels.add(new Target(name, column.position(), LabelKind.BOOLEAN));
  }

  /**
   * Makes a number what is to be learnt, by a regression; rows in which it is missing fail the
   * transform.
   */
  public void label(String name, NumberColumn column) {
    requireOwn(column.features());
    labels.add(new Target(name, column.position(), LabelKind.NUMBER));
  }

  /**
   * Makes a text what is to be learnt, by a multi-class classification: the classes are the texts
   * of the rows that are trained on. Rows in which it is missing fail the transform.
   */
  public void label(String name, TextColumn column) {
    requireOwn(column.features());
    labels.add(new Target(name, column.position(), LabelKind.TEXT));
  }

  RawColumns raw() {
    return raw;
  }

  Program program() {
    return program;
  }

  List<Mistake> mistakes() {
    return mistakes;
  }

  List<Output> outputs() {
    return outputs;
  }

  List<Target> labels() {
    return labels;
  }

  int add(Expression expression) {
    return program.add(expression);
  }

  void problem(int position, String value, String expected, String remedy) {
    mistakes.add(new Mistake(position, new Explanation("argument", value, expected, remedy)));
  }

  void requireFinite(int position, String method, double value) {
    if (!(Math.abs(value) <= Float.MAX_VALUE)) {
      problem(
          position,
          method + "(" + value + ")",
          "a finite number within the range of single precision",
          "change the number");
    }
  }

  void requireBuckets(int position, String method, int buckets) {
    if (buckets < 1 || buckets > MOST_BUCKETS) {
      problem(position, method + "(" + buckets + ")", "1 to " + MOST_BUCKETS, "change the number");
    }
  }

  void requireText(int position, String method, String value) {
    boolean wellFormed = value.chars().noneMatch(c -> c == 0) && isEncodable(value);
    if (!wellFormed) {
      problem(
          position,
          method + " with a NUL or half of a surrogate pair",
          "well-formed Unicode",
          "remove the broken character");
    }
  }

  private static boolean isEncodable(String value) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(value);
  }

  void requireOwn(Features other) {
    if (other != this) {
      throw new IllegalArgumentException(
          "column: made by another Features (expected: one of this preprocessing); use only what"
              + " the parameter of define gives");
    }
  }
}
