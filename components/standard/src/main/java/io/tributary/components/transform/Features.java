package io.tributary.components.transform;

import io.tributary.api.Explanation;
import io.tributary.components.transform.Expression.Analyzer;
import io.tributary.components.transform.FittedTransform.Kind;
import io.tributary.components.transform.FittedTransform.LabelKind;
import io.tributary.proto.tfmd.FeatureType;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The language in which a {@link Preprocessing} describes columns. Raw columns come from {@link
 * #number}, {@link #integer} and {@link #text}, those of lists from {@link #numbers}, {@link
 * #integers} and {@link #texts}; what is to be kept is named by {@link #output} and {@link #label}.
 * Nothing is computed here. Not thread-safe.
 */
public final class Features {
  /** What the expression at {@code position} gives, under a name. */
  record Output(String name, int position, Kind kind) {}

  /** The label. */
  record Target(String name, int position, LabelKind kind) {}

  /** How much rows count. */
  record Weight(String name, int position) {}

  /** A mistake at an expression; the feature that uses it is named later. */
  record Mistake(int position, Explanation explanation) {}

  private static final int MOST_BUCKETS = 100_000_000;

  private static final int MOST_COVARIANCES = 200;

  /** Buckets of numbers up to which they are sensible and stay fast. */
  private static final int MOST_QUANTILES = 10_000;

  private final RawColumns raw;
  private final Program program = new Program();
  private final List<Mistake> mistakes = new ArrayList<>();
  private final List<Output> outputs = new ArrayList<>();
  private final List<Target> labels = new ArrayList<>();
  private final List<Weight> weights = new ArrayList<>();
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

  /**
   * The raw column {@code name} of lists, which the schema has as INT or FLOAT. In a request an
   * input of shape {@code [N, -1]}: behind the numbers of a row stands any number of missing ones.
   */
  public NumbersColumn numbers(String name) {
    if (raw.type(name) == FeatureType.INT) {
      return integers(name).asNumbers();
    }
    return new NumbersColumn(this, column(name, Raw.Kind.FLOATS, FeatureType.FLOAT));
  }

  /** The raw column {@code name} of lists, which the schema has as INT; see {@link #numbers}. */
  public IntegersColumn integers(String name) {
    return new IntegersColumn(this, column(name, Raw.Kind.INTEGERS, FeatureType.INT));
  }

  /**
   * The raw column {@code name} of lists, which the schema has as BYTES: each text is a word, with
   * what spaces it may have. Empty texts are missing, and missing ones are no words. In a request
   * an input of shape {@code [N, -1]}: behind the texts of a row stands any number of empty ones.
   * Only the first 1,000 texts of a row, unless {@link WordsColumn#first} says otherwise.
   */
  public WordsColumn texts(String name) {
    return new WordsColumn(
        this, column(name, Raw.Kind.TEXTS, FeatureType.BYTES), Words.Cut.ofLists());
  }

  /** {@code f.when(condition).then(x).otherwise(y)}: x in rows where it is true, else y. */
  public When when(BooleanColumn condition) {
    requireOwn(condition);
    return new When(this, condition.position());
  }

  /**
   * Principal components of several numbers: how far a row lies from the mean in the direction in
   * which the analyzed rows differ most, in that at a right angle in which they then differ most,
   * and so on. The numbers are centred but not scaled: take their {@link NumberColumn#zScore} if
   * they are of different kinds. Missing where one of them is. In each direction the coordinate of
   * greatest magnitude is positive.
   *
   * @param k how many components, at most as many as there are numbers
   * @param numbers 1 to 200
   */
  public List<NumberColumn> principalComponents(int k, NumberColumn... numbers) {
    var positions = new ArrayList<Integer>();
    for (var number : numbers) {
      requireOwn(number);
      positions.add(number.position());
    }
    var components = new ArrayList<NumberColumn>();
    for (int i = 0; i < k; i++) {
      int position = add(new PrincipalComponents.Component(i, k, positions));
      components.add(new NumberColumn(this, position));
      if (numbers.length < k || numbers.length > MOST_COVARIANCES) {
        problem(
            position,
            "principalComponents of " + numbers.length + " numbers",
            k + " to " + MOST_COVARIANCES + " of them",
            "ask for fewer components, or leave numbers out");
      }
    }
    return components;
  }

  /**
   * Numbers side by side, as one feature; so the components of {@link #principalComponents} become
   * one vector.
   *
   * @param numbers at least one; none may be missing, or be the same in all rows
   */
  public VectorColumn vector(List<NumberColumn> numbers) {
    var positions = new ArrayList<Integer>();
    for (var number : numbers) {
      requireOwn(number);
      positions.add(number.position());
    }
    int vector = add(new NumberVector(positions));
    if (positions.isEmpty()) {
      problem(vector, "vector of nothing", "at least one number", "name the numbers");
    }
    for (int position : positions) {
      if (program.mayBeMissing(position)) {
        problem(
            vector,
            program.source(position) + ", which may be missing",
            "a number in every row",
            "call fillMissing(value) before");
      }
      if (program.isConstant(position)) {
        problem(
            vector,
            program.source(position) + ", the same in all rows",
            "something of the row",
            "combine it with a column of the row, or leave it out");
      }
    }
    return new VectorColumn(this, vector);
  }

  private int column(String name, Raw.Kind kind, FeatureType type) {
    var expression = new Raw(name, kind);
    int position = add(expression);
    if (checked.add(expression)) {
      raw.problem(name, type, kind.isList())
          .ifPresent(explanation -> mistakes.add(new Mistake(position, explanation)));
      boolean isBoth =
          checked.stream()
              .anyMatch(
                  other -> other.column().equals(name) && other.kind().isList() != kind.isList());
      if (isBoth) {
        mistakes.add(
            new Mistake(
                position,
                new Explanation(
                    "column '" + name + "'",
                    "read as lists and as one value a row",
                    "one of the two",
                    "use texts(name), numbers(name) or integers(name) everywhere, or nowhere")));
      }
    }
    return position;
  }

  /**
   * Makes a feature of a number, in single precision.
   *
   * @param name a letter or '_', then at most 99 letters, digits, '_' or '-'
   */
  public void output(String name, NumberColumn column) {
    requireOwn(column);
    outputs.add(new Output(name, column.position(), Kind.NUMBER));
  }

  /** Makes a feature of a truth value: the number 0 or 1. */
  public void output(String name, BooleanColumn column) {
    output(name, column.asNumber());
  }

  /** Makes a feature of ids. */
  public void output(String name, IdColumn column) {
    requireOwn(column);
    outputs.add(new Output(name, column.position(), Kind.ID));
  }

  /** Makes a feature of a vector, in single precision. */
  public void output(String name, VectorColumn column) {
    requireOwn(column);
    outputs.add(new Output(name, column.position(), Kind.VECTOR));
  }

  /**
   * Makes a truth value what is to be learnt: of one such label a trainer makes a binary
   * classification, of several a multi-label classification. A number or a text is the only label.
   * It is never missing: where a comparison lacks what it compares, the label is false, when it is
   * learnt as well as when it is judged. {@link #binaryLabel} keeps what is missing.
   */
  public void label(String name, BooleanColumn column) {
    requireOwn(column);
    labels.add(new Target(name, column.position(), LabelKind.BOOLEAN));
  }

  /**
   * Makes a number that is 0 or 1 a truth value to be learnt, like {@link #label(String,
   * BooleanColumn)}. Rows in which it is missing, or another number, fail the transform; who
   * evaluates leaves those in which it is missing out, counts them, and refuses other numbers.
   */
  public void binaryLabel(String name, NumberColumn column) {
    requireOwn(column);
    labels.add(new Target(name, column.position(), LabelKind.BOOLEAN));
  }

  /**
   * Makes a number what is to be learnt, by a regression; rows in which it is missing fail the
   * transform.
   */
  public void label(String name, NumberColumn column) {
    requireOwn(column);
    labels.add(new Target(name, column.position(), LabelKind.NUMBER));
  }

  /**
   * Makes a text what is to be learnt, by a multi-class classification: the classes are the texts
   * of the rows that are trained on. Rows in which it is missing fail the transform.
   */
  public void label(String name, TextColumn column) {
    requireOwn(column);
    labels.add(new Target(name, column.position(), LabelKind.TEXT));
  }

  /**
   * Makes a number how much a row counts for who trains: beside a label, and at most once. It may
   * be made of columns that requests do not have. It has to be above 0 and there in every row; a
   * trainer refuses others, and so does one whose algorithm takes all rows alike. Who evaluates
   * counts all rows alike, unless told otherwise.
   *
   * @param name of the column among the transformed examples
   */
  public void weight(String name, NumberColumn column) {
    requireOwn(column);
    weights.add(new Weight(name, column.position()));
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

  List<Weight> weights() {
    return weights;
  }

  int add(Expression expression) {
    int position = program.add(expression);
    if (expression instanceof Analyzer
        && expression.operands().stream().allMatch(program::isConstant)) {
      problem(
          position,
          program.source(position),
          "an analyzer of what differs between rows",
          "leave it out: the same value in all rows needs no analysis");
    }
    return position;
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

  void requireRange(int position, String method, double low, double high) {
    if (!(low < high) || Double.isInfinite(high - low)) {
      problem(
          position,
          method + "(" + low + ", " + high + ")",
          "two finite numbers, the lower one first",
          "swap or change them");
    }
  }

  void requireTimeUnit(int position, ChronoUnit unit) {
    boolean isFixed = unit.compareTo(ChronoUnit.DAYS) <= 0 && unit != ChronoUnit.HALF_DAYS;
    if (!isFixed) {
      problem(position, unit.name(), "NANOS to DAYS", "choose another unit");
    }
  }

  void requireShare(int position, double share) {
    if (!(share >= 0 && share <= 1)) {
      problem(position, "quantile(" + share + ")", "from 0 to 1", "change the share");
    }
  }

  void requireQuantiles(int position, String method, int buckets) {
    if (buckets < 2 || buckets > MOST_QUANTILES) {
      problem(
          position,
          method + "(" + buckets + ")",
          "2 to " + MOST_QUANTILES + " buckets",
          "change the number of buckets");
    }
  }

  void requireBounds(int position, String method, double[] bounds, int fewest) {
    boolean ascending = bounds.length >= fewest && bounds.length < MOST_QUANTILES;
    for (int i = 0; i < bounds.length; i++) {
      ascending &= Math.abs(bounds[i]) <= Double.MAX_VALUE && (i == 0 || bounds[i - 1] < bounds[i]);
    }
    if (!ascending) {
      problem(
          position,
          method + "(" + Arrays.toString(bounds) + ")",
          fewest + " to " + (MOST_QUANTILES - 1) + " finite bounds, ascending, all different",
          "sort the bounds, and remove what is there twice");
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

  void requireOwn(Column column) {
    if (column.features() != this) {
      throw new IllegalArgumentException(
          "column: made by another Features (expected: one of this preprocessing); use only what"
              + " the parameter of define gives");
    }
  }
}
