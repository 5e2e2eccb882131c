package io.tributary.components.transform;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What rows weigh that have a term, for each label, and what all rows of a label weigh. Rows whose
 * weight or label is missing do not count. Exact, but that of each weight what is below 2^-64 is
 * dropped: order does not show. Not thread-safe.
 */
final class TermWeights {
  /** What a row can weigh. */
  static final double MOST_WEIGHT = 1e9;

  /** Different labels there may be. */
  static final int MOST_LABELS = 1_000;

  /** Sums that are held, of 16 bytes each. */
  private static final long MOST_SUMS = 1 << 26;

  private static final double HALF_WORD = 0x1p32;
  private static final double LOWEST_BIT = 0x1p-64;
  private static final int FIRST_TERMS = 64;
  private static final int FIRST_LABELS = 8;

  /** Sums as whole numbers, and 64 bits behind the point, by places. */
  private static final class Sums {
    private long[] wholes = new long[FIRST_TERMS];
    private long[] fractions = new long[FIRST_TERMS];

    void add(int place, long whole, long fraction) {
      if (place >= wholes.length) {
        int length = Math.max(place + 1, wholes.length * 2);
        wholes = Arrays.copyOf(wholes, length);
        fractions = Arrays.copyOf(fractions, length);
      }
      fractions[place] += fraction;
      boolean carries = Long.compareUnsigned(fractions[place], fraction) < 0;
      wholes[place] += whole + (carries ? 1 : 0);
    }

    long whole(int place) {
      return place < wholes.length ? wholes[place] : 0;
    }

    long fraction(int place) {
      return place < fractions.length ? fractions[place] : 0;
    }

    double value(int place) {
      long fraction = fraction(place);
      double high = (fraction >>> 32) * HALF_WORD;
      return whole(place) + (high + (fraction & 0xFFFF_FFFFL)) * LOWEST_BIT;
    }
  }

  private final String where;

  /** Those there are, ascending, and unused places. */
  private double[] knownLabels = new double[FIRST_LABELS];

  /**
   * In the order of the labels; of a label the rows at place 0, those that have term t at t + 1.
   */
  private final List<Sums> ofLabels = new ArrayList<>();

  /** One more than the greatest there is. */
  private int terms;

  private Optional<double[]> weights = Optional.empty();
  private Optional<double[]> labels = Optional.empty();
  private int row;
  private Optional<Sums> current = Optional.empty();
  private long whole;
  private long fraction;

  TermWeights(String where) {
    this.where = where;
  }

  /** Weights and labels of the rows that come next; without, all weigh 1, or have one label. */
  void begin(Optional<double[]> ofRows, Optional<double[]> labelsOfRows) {
    weights = ofRows;
    labels = labelsOfRows;
    row = 0;
  }

  /** Goes on to the next row. */
  void nextRow() {
    double weight = weights.isPresent() ? weights.get()[row] : 1;
    double label = labels.isPresent() ? labels.get()[row] + 0.0 : 0;
    row++;
    if (weight < 0 || weight > MOST_WEIGHT) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_DATA,
          new Explanation(
              where,
              "a row of weight " + weight,
              "0 to 1,000,000,000, or none",
              "correct the weights, or clip(low, high) them"));
    }
    if (Double.isNaN(weight) || Double.isNaN(label)) {
      current = Optional.empty();
      return;
    }
    double floor = Math.floor(weight);
    double shifted = (weight - floor) * HALF_WORD;
    double high = Math.floor(shifted);
    whole = (long) floor;
    fraction = (long) high << 32 | (long) ((shifted - high) * HALF_WORD);
    var sums = ofLabel(label);
    sums.add(0, whole, fraction);
    current = Optional.of(sums);
  }

  /** The row has a term. */
  void add(int term) {
    terms = Math.max(terms, term + 1);
    requireRoom();
    current.ifPresent(sums -> sums.add(term + 1, whole, fraction));
  }

  private void requireRoom() {
    if ((long) terms * ofLabels.size() > MOST_SUMS) {
      throw tooMany(terms + " terms and " + ofLabels.size() + " labels");
    }
  }

  private Sums ofLabel(double label) {
    int place = Arrays.binarySearch(knownLabels, 0, ofLabels.size(), label);
    return place >= 0 ? ofLabels.get(place) : ofNewLabel(label, -place - 1);
  }

  private Sums ofNewLabel(double label, int place) {
    int labels = ofLabels.size();
    if (labels == MOST_LABELS) {
      throw tooMany("more than " + MOST_LABELS + " different labels");
    }
    if (labels == knownLabels.length) {
      knownLabels = Arrays.copyOf(knownLabels, labels * 2);
    }
    System.arraycopy(knownLabels, place, knownLabels, place + 1, labels - place);
    knownLabels[place] = label;
    var sums = new Sums();
    ofLabels.add(place, sums);
    requireRoom();
    return sums;
  }

  private ExecutionFailure tooMany(String what) {
    return new ExecutionFailure(
        ExecutionFailure.Code.RESOURCE_EXHAUSTED,
        new Explanation(
            where,
            what,
            "at most " + MOST_LABELS + " labels, " + MOST_SUMS + " in all of a label and a term",
            "use a label of fewer values, such as buckets of a number, or passes(n)"));
  }

  /** What the rows weigh that have a term. */
  double of(int term) {
    return ofLabels.stream().mapToDouble(sums -> sums.value(term + 1)).sum();
  }

  /** What the rows of each label weigh that have a term, labels ascending. */
  double[] byLabel(int term) {
    return ofLabels.stream().mapToDouble(sums -> sums.value(term + 1)).toArray();
  }

  /** What the rows of each label weigh, labels ascending. */
  double[] byLabel() {
    return byLabel(-1);
  }

  /** Adds another's rows, whose terms are called otherwise here. */
  void merge(TermWeights that, int[] calledHere) {
    expect(calledHere);
    for (int label = 0; label < that.ofLabels.size(); label++) {
      var sums = ofLabel(that.knownLabels[label]);
      var theirs = that.ofLabels.get(label);
      sums.add(0, theirs.whole(0), theirs.fraction(0));
      for (int term = 0; term < calledHere.length; term++) {
        sums.add(calledHere[term] + 1, theirs.whole(term + 1), theirs.fraction(term + 1));
      }
    }
  }

  /** Writes what {@link #decode} reads, the terms in that order. */
  void encode(DataOutput out, int[] order) throws IOException {
    out.writeInt(ofLabels.size());
    for (int label = 0; label < ofLabels.size(); label++) {
      var sums = ofLabels.get(label);
      out.writeDouble(knownLabels[label]);
      encode(out, sums, 0);
      for (int term : order) {
        encode(out, sums, term + 1);
      }
    }
  }

  private static void encode(DataOutput out, Sums sums, int place) throws IOException {
    out.writeLong(sums.whole(place));
    out.writeLong(sums.fraction(place));
  }

  /** Adds what was encoded, its terms being these. */
  void decode(DataInput in, int[] encoded) throws IOException {
    expect(encoded);
    for (int more = in.readInt(); more > 0; more--) {
      var sums = ofLabel(in.readDouble());
      sums.add(0, in.readLong(), in.readLong());
      for (int term : encoded) {
        sums.add(term + 1, in.readLong(), in.readLong());
      }
    }
  }

  private void expect(int[] more) {
    for (int term : more) {
      terms = Math.max(terms, term + 1);
    }
    requireRoom();
  }
}
