package io.tributary.components.evaluator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Tables of scores, for all rows and for every slice that was met. Not thread-safe. */
final class SlicedScores {
  /** Slices of one slicing beyond which it is a mistake, such as slicing by an amount of money. */
  static final int MAXIMUM_SLICES = 10_000;

  /**
   * The scores of the rows of a slice.
   *
   * @param baseline the baseline's scores, when there is one
   */
  record Scores(ScoreTable candidate, @Nullable ScoreTable baseline) {

    static Scores empty(boolean compared) {
      return new Scores(new ScoreTable(), compared ? new ScoreTable() : null);
    }

    void add(Scores other) {
      candidate.add(other.candidate);
      if (baseline != null && other.baseline != null) {
        baseline.add(other.baseline);
      }
    }
  }

  /**
   * What was found out about the rows of a batch.
   *
   * @param labels 0, 1 or NaN for a row without label
   * @param weights null when every row weighs 1
   * @param baseline null when there is none
   */
  @SuppressWarnings("ArrayRecordComponent") // read by index in tight loops, never compared
  record Judged(
      double[] labels,
      double @Nullable [] weights,
      double[] candidate,
      double @Nullable [] baseline) {}

  private final List<Slicing> slicings;
  private final boolean compared;
  private final Scores overall;
  private final List<Map<Slice, Scores>> slices = new ArrayList<>();
  private long unlabelled;

  private final Map<String, ValueCodes> columns = new LinkedHashMap<>();
  private final List<Combinations> combinations = new ArrayList<>();

  SlicedScores(List<Slicing> slicings, boolean compared) {
    this.slicings = slicings;
    this.compared = compared;
    this.overall = Scores.empty(compared);
    for (var slicing : slicings) {
      slices.add(new LinkedHashMap<>());
      var codes = new ArrayList<ValueCodes>();
      for (var column : slicing.columns()) {
        codes.add(columns.computeIfAbsent(column, ignored -> new ValueCodes()));
      }
      combinations.add(new Combinations(slicing, codes));
    }
  }

  Scores overall() {
    return overall;
  }

  /** Rows that had no label and count nowhere else. */
  long unlabelled() {
    return unlabelled;
  }

  /** The slices met, slicing by slicing, in no particular order within one. */
  List<Map<Slice, Scores>> slices() {
    return slices;
  }

  void add(VectorSchemaRoot batch, Judged judged) {
    int rows = batch.getRowCount();
    for (int row = 0; row < rows; row++) {
      if (Double.isNaN(judged.labels[row])) {
        unlabelled++;
      } else {
        add(overall, judged, row);
      }
    }
    var codes = new LinkedHashMap<String, int[]>();
    columns.forEach(
        (name, values) -> {
          var column = new int[rows];
          values.read(batch.getVector(name), rows, column);
          codes.put(name, column);
        });
    for (int i = 0; i < slicings.size(); i++) {
      var combination = combinations.get(i);
      int[] sliceOf = combination.read(codes, rows);
      var found = slices.get(i);
      for (int row = 0; row < rows; row++) {
        if (!Double.isNaN(judged.labels[row])) {
          add(combination.scores(sliceOf[row], row, found), judged, row);
        }
      }
    }
  }

  private static void add(Scores scores, Judged judged, int row) {
    boolean positive = judged.labels[row] != 0;
    double weight = judged.weights == null ? 1 : judged.weights[row];
    scores.candidate.add(judged.candidate[row], weight, positive);
    if (scores.baseline != null && judged.baseline != null) {
      scores.baseline.add(judged.baseline[row], weight, positive);
    }
  }

  void add(SlicedScores later) {
    overall.add(later.overall);
    unlabelled += later.unlabelled;
    for (int i = 0; i < slices.size(); i++) {
      var found = slices.get(i);
      var slicing = slicings.get(i);
      later.slices.get(i).forEach((slice, scores) -> scoresOf(slicing, found, slice).add(scores));
    }
  }

  private Scores scoresOf(Slicing slicing, Map<Slice, Scores> found, Slice slice) {
    var scores = found.get(slice);
    if (scores == null) {
      if (found.size() == MAXIMUM_SLICES) {
        throw new ExecutionFailure(
            ExecutionFailure.Code.INVALID_ARGUMENT,
            new Explanation(
                "evaluation > slice '" + slicing + "'",
                "more than " + MAXIMUM_SLICES + " slices",
                "columns with few values",
                "slice by a column that groups these values"));
      }
      scores = Scores.empty(compared);
      found.put(slice, scores);
    }
    return scores;
  }

  /** The slices of one slicing, by the codes of their values. */
  private final class Combinations {
    private final Slicing slicing;
    private final List<ValueCodes> values;
    private final List<LongCodes> pairs = new ArrayList<>();
    private Scores[] byCode = new Scores[16];
    private int[][] codes = new int[0][];

    Combinations(Slicing slicing, List<ValueCodes> values) {
      this.slicing = slicing;
      this.values = values;
      for (int i = 1; i < values.size(); i++) {
        pairs.add(new LongCodes());
      }
    }

    /** A code for the slice of every row; {@link #scores} is asked before the next read. */
    int[] read(Map<String, int[]> columns, int rows) {
      codes = slicing.columns().stream().map(columns::get).toArray(int[][]::new);
      if (codes.length == 1) {
        return codes[0];
      }
      var combined = codes[0].clone();
      for (int i = 1; i < codes.length; i++) {
        var pair = pairs.get(i - 1);
        for (int row = 0; row < rows; row++) {
          combined[row] = pair.code((long) combined[row] << 32 | codes[i][row]);
        }
      }
      return combined;
    }

    Scores scores(int code, int row, Map<Slice, Scores> found) {
      if (code >= byCode.length) {
        byCode = Arrays.copyOf(byCode, Math.max(code + 1, byCode.length * 2));
      }
      @Nullable Scores scores = byCode[code];
      if (scores == null) {
        scores = scoresOf(slicing, found, slice(row));
        byCode[code] = scores;
      }
      return scores;
    }

    private Slice slice(int row) {
      var parts = new ArrayList<Slice.Value>();
      for (int i = 0; i < codes.length; i++) {
        parts.add(new Slice.Value(slicing.columns().get(i), values.get(i).text(codes[i][row])));
      }
      return new Slice(parts);
    }
  }

  void encode(DataOutput out) throws IOException {
    out.writeLong(unlabelled);
    encode(overall, out);
    for (var found : slices) {
      out.writeInt(found.size());
      for (var entry : found.entrySet()) {
        for (var value : entry.getKey().values()) {
          var text = value.value();
          out.writeBoolean(text.isPresent());
          if (text.isPresent()) {
            var bytes = text.get().getBytes(UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
          }
        }
        encode(entry.getValue(), out);
      }
    }
  }

  private static void encode(Scores scores, DataOutput out) throws IOException {
    scores.candidate.encode(out);
    if (scores.baseline != null) {
      scores.baseline.encode(out);
    }
  }

  static SlicedScores decode(List<Slicing> slicings, boolean compared, DataInput in)
      throws IOException {
    var decoded = new SlicedScores(slicings, compared);
    decoded.unlabelled = in.readLong();
    decoded.overall.add(decodeScores(compared, in));
    for (int i = 0; i < slicings.size(); i++) {
      for (int left = in.readInt(); left > 0; left--) {
        var values = new ArrayList<Slice.Value>();
        for (var column : slicings.get(i).columns()) {
          values.add(new Slice.Value(column, decodeText(in)));
        }
        decoded.slices.get(i).put(new Slice(values), decodeScores(compared, in));
      }
    }
    return decoded;
  }

  private static Optional<String> decodeText(DataInput in) throws IOException {
    if (!in.readBoolean()) {
      return Optional.empty();
    }
    var bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return Optional.of(new String(bytes, UTF_8));
  }

  private static Scores decodeScores(boolean compared, DataInput in) throws IOException {
    return new Scores(ScoreTable.decode(in), compared ? ScoreTable.decode(in) : null);
  }
}
