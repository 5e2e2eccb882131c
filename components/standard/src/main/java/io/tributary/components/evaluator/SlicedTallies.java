package io.tributary.components.evaluator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Tallies of all rows and of every slice that was met. Not thread-safe.
 *
 * @param <T> the tally of a model on a slice
 */
final class SlicedTallies<T extends Tally<T>> {
  /** Slices of one slicing beyond which it is a mistake, such as slicing by an amount of money. */
  static final int MAXIMUM_SLICES = 10_000;

  /** Slices of one slicing beyond which groups of rows would need too much memory. */
  static final int MAXIMUM_GROUPED_SLICES = 500;

  /**
   * What is known of the rows of a slice.
   *
   * @param model the candidate's
   * @param compared the baseline's, when there is one
   */
  record Pair<T extends Tally<T>>(Side<T> model, @Nullable Side<T> compared) {

    void add(Pair<T> other) {
      model.add(other.model);
      if (compared != null && other.compared != null) {
        compared.add(other.compared);
      }
    }

    T candidate() {
      return model.tally;
    }

    @Nullable T baseline() {
      return compared == null ? null : compared.tally;
    }
  }

  /**
   * What is known of one model on a slice.
   *
   * @param groups null unless intervals are wanted
   */
  record Side<T extends Tally<T>>(T tally, @Nullable Groups groups) {
    void add(Side<T> other) {
      tally.add(other.tally);
      if (groups != null && other.groups != null) {
        groups.add(other.groups);
      }
    }
  }

  /** A batch under way. */
  private record Batch(
      Tally.Judged judged, double[] candidate, double @Nullable [] baseline, int[] groups) {}

  private final Yardstick<T> yardstick;
  private final List<Slicing> slicings;
  private final Boundaries boundaries;
  private final boolean compared;
  private final Optional<Confidence> confidence;
  private long rowsGrouped;
  private final Pair<T> overall;
  private final List<Map<Slice, Pair<T>>> slices = new ArrayList<>();
  private long unlabelled;

  private final Map<Cut, Codes> codes = new LinkedHashMap<>();
  private final List<Combinations> combinations = new ArrayList<>();

  SlicedTallies(
      Yardstick<T> yardstick,
      List<Slicing> slicings,
      Boundaries boundaries,
      boolean compared,
      Optional<Confidence> confidence) {
    this.yardstick = yardstick;
    this.slicings = slicings;
    this.boundaries = boundaries;
    this.compared = compared;
    this.confidence = confidence;
    this.overall = none();
    for (var slicing : slicings) {
      slices.add(new LinkedHashMap<>());
      var ofCuts = new ArrayList<Codes>();
      for (var cut : slicing.cuts()) {
        ofCuts.add(codes.computeIfAbsent(cut, each -> Codes.of(boundaries.fixed(each))));
      }
      combinations.add(new Combinations(slicing, ofCuts));
    }
  }

  private Pair<T> none() {
    return new Pair<>(noneOfOne(), compared ? noneOfOne() : null);
  }

  private Side<T> noneOfOne() {
    return new Side<>(
        yardstick.tally(), confidence.isPresent() ? new Groups(yardstick.sums()) : null);
  }

  /** How metrics vary among samples of the rows of a slice; nothing unless that was wanted. */
  Resampling.Spreads spreads(Pair<T> pair) {
    if (confidence.isEmpty() || pair.model.groups == null) {
      return Resampling.Spreads.NONE;
    }
    var compare = pair.compared;
    return new Resampling(yardstick, confidence.get())
        .of(
            yardstick.grouped(pair.model.tally, pair.model.groups, confidence.get()),
            compare == null || compare.groups == null
                ? null
                : yardstick.grouped(compare.tally, compare.groups, confidence.get()));
  }

  /** The order of the slices of a slicing. */
  Comparator<Slice> order(Slicing slicing) {
    return Slice.order(slicing.cuts().stream().map(boundaries::fixed).toList());
  }

  Pair<T> overall() {
    return overall;
  }

  /** Rows that had no label and count nowhere else. */
  long unlabelled() {
    return unlabelled;
  }

  /** The slices met, slicing by slicing, in no particular order within one. */
  List<Map<Slice, Pair<T>>> slices() {
    return slices;
  }

  /**
   * Adds the rows of a batch.
   *
   * @param baseline null when there is none
   */
  void add(
      VectorSchemaRoot batch,
      Tally.Judged judged,
      double[] candidate,
      double @Nullable [] baseline) {
    int rows = batch.getRowCount();
    var labelled = new boolean[rows];
    var adding = new Batch(judged, candidate, baseline, groupsOf(rows));
    for (int row = 0; row < rows; row++) {
      labelled[row] = judged.isLabelled(row);
      if (labelled[row]) {
        add(overall, adding, row);
      } else {
        unlabelled++;
      }
    }
    var coded = new LinkedHashMap<Cut, int[]>();
    codes.forEach(
        (cut, values) -> {
          var column = new int[rows];
          values.read(batch.getVector(cut.column()), rows, column);
          coded.put(cut, column);
        });
    for (int i = 0; i < slicings.size(); i++) {
      var combination = combinations.get(i);
      int[] sliceOf = combination.read(coded, rows);
      var found = slices.get(i);
      for (int row = 0; row < rows; row++) {
        if (labelled[row] && sliceOf[row] != Codes.NONE) {
          add(combination.tallies(sliceOf[row], row, found), adding, row);
        }
      }
    }
  }

  /** The groups of rows, by their place among the rows that this has seen. */
  private int[] groupsOf(int rows) {
    var groups = new int[rows];
    if (confidence.isPresent()) {
      for (int row = 0; row < rows; row++) {
        groups[row] = confidence.get().group(rowsGrouped++);
      }
    }
    return groups;
  }

  private void add(Pair<T> pair, Batch batch, int row) {
    add(pair.model, batch, batch.candidate, row);
    if (pair.compared != null && batch.baseline != null) {
      add(pair.compared, batch, batch.baseline, row);
    }
  }

  private void add(Side<T> side, Batch batch, double[] outputs, int row) {
    side.tally.add(batch.judged, outputs, row);
    if (side.groups != null) {
      yardstick.add(side.groups.of(batch.groups[row]), batch.judged, outputs, row);
    }
  }

  void add(SlicedTallies<T> later) {
    overall.add(later.overall);
    unlabelled += later.unlabelled;
    for (int i = 0; i < slices.size(); i++) {
      var found = slices.get(i);
      var slicing = slicings.get(i);
      later
          .slices
          .get(i)
          .forEach(
              (slice, tallies) -> {
                var known = found.get(slice);
                if (known == null) {
                  requireRoom(slicing, found);
                  found.put(slice, tallies);
                } else {
                  known.add(tallies);
                }
              });
    }
  }

  private Pair<T> talliesOf(Slicing slicing, Map<Slice, Pair<T>> found, Slice slice) {
    var tallies = found.get(slice);
    if (tallies == null) {
      requireRoom(slicing, found);
      tallies = none();
      found.put(slice, tallies);
    }
    return tallies;
  }

  private void requireRoom(Slicing slicing, Map<Slice, Pair<T>> found) {
    int most = confidence.isPresent() ? MAXIMUM_GROUPED_SLICES : MAXIMUM_SLICES;
    if (found.size() == most) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_ARGUMENT,
          new Explanation(
              "evaluation > slice '" + slicing + "'",
              "more than " + most + " slices" + (confidence.isPresent() ? " with intervals" : ""),
              "columns with few values",
              "slice by a column that groups these values, or by ranges"));
    }
  }

  /** The slices of one slicing, by the codes of what its cuts say. */
  private final class Combinations {
    private final Slicing slicing;
    private final List<Codes> values;
    private final List<LongCodes> pairs = new ArrayList<>();
    private List<@Nullable Pair<T>> byCode = new ArrayList<>();
    private int[][] ofRows = new int[0][];

    Combinations(Slicing slicing, List<Codes> values) {
      this.slicing = slicing;
      this.values = values;
      for (int i = 1; i < values.size(); i++) {
        pairs.add(new LongCodes());
      }
    }

    /** A code for the slice of every row; {@link #tallies} is asked before the next read. */
    int[] read(Map<Cut, int[]> coded, int rows) {
      ofRows = slicing.cuts().stream().map(coded::get).toArray(int[][]::new);
      if (ofRows.length == 1) {
        return ofRows[0];
      }
      var combined = ofRows[0].clone();
      for (int i = 1; i < ofRows.length; i++) {
        var pair = pairs.get(i - 1);
        for (int row = 0; row < rows; row++) {
          combined[row] =
              combined[row] == Codes.NONE || ofRows[i][row] == Codes.NONE
                  ? Codes.NONE
                  : pair.code((long) combined[row] << 32 | ofRows[i][row]);
        }
      }
      return combined;
    }

    Pair<T> tallies(int code, int row, Map<Slice, Pair<T>> found) {
      while (code >= byCode.size()) {
        byCode.add(null);
      }
      var tallies = byCode.get(code);
      if (tallies == null) {
        tallies = talliesOf(slicing, found, slice(row));
        byCode.set(code, tallies);
      }
      return tallies;
    }

    private Slice slice(int row) {
      var parts = new ArrayList<Slice.Value>();
      for (int i = 0; i < ofRows.length; i++) {
        parts.add(
            new Slice.Value(slicing.cuts().get(i).column(), values.get(i).text(ofRows[i][row])));
      }
      return new Slice(parts);
    }
  }

  void encode(DataOutput out) throws IOException {
    out.writeLong(unlabelled);
    out.writeLong(rowsGrouped);
    encode(overall, out);
    for (int i = 0; i < slices.size(); i++) {
      var found = slices.get(i);
      out.writeInt(found.size());
      for (var slice : found.keySet().stream().sorted(order(slicings.get(i))).toList()) {
        for (var value : slice.values()) {
          var text = value.value();
          out.writeBoolean(text.isPresent());
          if (text.isPresent()) {
            var bytes = text.get().getBytes(UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
          }
        }
        encode(requireNonNull(found.get(slice)), out);
      }
    }
  }

  private void encode(Pair<T> pair, DataOutput out) throws IOException {
    encode(pair.model, out);
    if (pair.compared != null) {
      encode(pair.compared, out);
    }
  }

  private void encode(Side<T> side, DataOutput out) throws IOException {
    side.tally.encode(out);
    if (side.groups != null) {
      side.groups.encode(out);
    }
  }

  static <T extends Tally<T>> SlicedTallies<T> decode(
      Yardstick<T> yardstick,
      List<Slicing> slicings,
      Boundaries boundaries,
      boolean compared,
      Optional<Confidence> confidence,
      DataInput in)
      throws IOException {
    var decoded = new SlicedTallies<>(yardstick, slicings, boundaries, compared, confidence);
    decoded.unlabelled = in.readLong();
    decoded.rowsGrouped = in.readLong();
    decoded.overall.add(decoded.decodePair(in));
    for (int i = 0; i < slicings.size(); i++) {
      for (int left = in.readInt(); left > 0; left--) {
        var values = new ArrayList<Slice.Value>();
        for (var column : slicings.get(i).columns()) {
          values.add(new Slice.Value(column, decodeText(in)));
        }
        decoded.slices.get(i).put(new Slice(values), decoded.decodePair(in));
      }
    }
    return decoded;
  }

  private Pair<T> decodePair(DataInput in) throws IOException {
    return new Pair<>(decodeSide(in), compared ? decodeSide(in) : null);
  }

  private Side<T> decodeSide(DataInput in) throws IOException {
    return new Side<>(
        yardstick.decode(in), confidence.isPresent() ? Groups.decode(yardstick.sums(), in) : null);
  }

  private static Optional<String> decodeText(DataInput in) throws IOException {
    if (!in.readBoolean()) {
      return Optional.empty();
    }
    var bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return Optional.of(new String(bytes, UTF_8));
  }
}
