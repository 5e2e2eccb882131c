package io.tributary.components.statistics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.components.accumulator.EncodedText;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * How often each value of each column occurs with each value of the label; rows without a label do
 * not count. From these counts follows the mutual information of a column X with the label Y:
 *
 * <pre>  I(X; Y) = Σ p(x, y) · log2(p(x, y) / (p(x) · p(y)))</pre>
 *
 * (Shannon 1948; Cover and Thomas, Elements of Information Theory, 2.3), where a missing value and
 * NaN are values of X. Numbers are put into bins of about equal count first: bin {@code ⌊b · below
 * / n⌋}, where {@code b} is the number of quantile buckets and {@code below} of the n numbers are
 * less. Counts of independent X and Y give, on average, more than 0 bits: about {@code (r − 1)(c −
 * 1) / (2 n ln 2)} for r and c values that occur (Miller 1955). That is taken away in the adjusted
 * one, which is at least 0.
 */
final class LabelCounts {
  private static final int MOST_LABELS = 64;

  /** Numbers per label and column that are told apart; beyond, by their leading bits. */
  private static final int MOST_NUMBERS = 1 << 12;

  /** Texts per label and column; of a column with more, nothing is told. */
  private static final int MOST_TEXTS = 1 << 16;

  private final @Nullable Feature label;
  private final List<Feature> columns;

  /** By the bytes of the label, one count per column. */
  private final TreeMap<String, List<Counts>> labels = new TreeMap<>();

  private LabelCounts(@Nullable Feature label, List<Feature> columns) {
    this.label = label;
    this.columns = columns;
  }

  /** Of nothing unless options name a label. */
  static LabelCounts of(List<Feature> features, StatisticsOptions options) {
    if (options.relations().label().isEmpty()) {
      return new LabelCounts(null, List.of());
    }
    var name = options.relations().label().get();
    var label =
        features.stream()
            .filter(feature -> feature.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    wrong(
                        name,
                        "not described",
                        "one of " + features.stream().map(Feature::name).toList()));
    if (label.levels() > 0 || !new RowValues(label).isDiscrete()) {
      throw wrong(
          name, "a column of the kind " + label.kind(), "text, bytes, integers or booleans");
    }
    return new LabelCounts(
        label,
        features.stream()
            .filter(feature -> feature.levels() == 0 && feature.kind() != ColumnKind.STRUCT)
            .filter(feature -> !feature.equals(label))
            .toList());
  }

  private static ExecutionFailure wrong(String label, String value, String expected) {
    return new ExecutionFailure(
        ExecutionFailure.Code.INVALID_ARGUMENT,
        new Explanation(
            "label '" + label + "' of mutual information",
            value,
            expected,
            "use a column with classes, or leave mutual information out"));
  }

  void add(VectorSchemaRoot batch) {
    if (label == null) {
      return;
    }
    int rows = batch.getRowCount();
    var dictionary = new ByteDictionary();
    var codes = new int[rows];
    Arrays.fill(codes, -1);
    new RowValues(label)
        .forEachText(
            batch,
            (row, source, start, length) -> codes[row] = dictionary.number(source, start, length));
    var counts = new ArrayList<List<Counts>>();
    for (int code = 0; code < dictionary.size(); code++) {
      counts.add(ofLabel(dictionary.string(code).toString(ISO_8859_1)));
    }
    for (int c = 0; c < columns.size(); c++) {
      addColumn(c, batch, codes, counts);
    }
  }

  private List<Counts> ofLabel(String value) {
    var counts =
        labels.computeIfAbsent(value, ignored -> columns.stream().map(c -> new Counts()).toList());
    if (labels.size() > MOST_LABELS && label != null) {
      throw wrong(
          label.name(), "more than " + MOST_LABELS + " different values", "at most " + MOST_LABELS);
    }
    return counts;
  }

  private void addColumn(int c, VectorSchemaRoot batch, int[] codes, List<List<Counts>> counts) {
    var column = columns.get(c);
    var isPresent = new boolean[codes.length];
    if (column.kind().isNumber()) {
      new RowValues(column)
          .forEachNumber(
              batch,
              (row, key) -> {
                isPresent[row] =
                    column.kind() != ColumnKind.FLOATING
                        || !Double.isNaN(column.kind().toDouble(key));
                if (codes[row] >= 0 && isPresent[row]) {
                  counts.get(codes[row]).get(c).numbers.add(key, 1);
                }
              });
    } else {
      new RowValues(column)
          .forEachText(
              batch,
              (row, source, start, length) -> {
                isPresent[row] = true;
                if (codes[row] >= 0) {
                  counts.get(codes[row]).get(c).addText(source, start, length, 1);
                }
              });
    }
    for (int row = 0; row < codes.length; row++) {
      if (codes[row] >= 0 && !isPresent[row]) {
        counts.get(codes[row]).get(c).missing++;
      }
    }
    counts.forEach(ofLabel -> ofLabel.get(c).numbers.fit());
  }

  void merge(LabelCounts later) {
    later.labels.forEach(
        (value, counts) -> {
          var mine = ofLabel(value);
          for (int c = 0; c < counts.size(); c++) {
            mine.get(c).merge(counts.get(c));
          }
        });
  }

  /** What is told of a column. */
  record Information(double bits, double adjusted) {}

  /**
   * The mutual information of a column with the label.
   *
   * @return null if the column is not looked at, has too many different texts, or no row has a
   *     label
   */
  @Nullable Information of(String column, int bins) {
    for (int c = 0; c < columns.size(); c++) {
      if (columns.get(c).name().equals(column) && !labels.isEmpty()) {
        int index = c;
        var counts = labels.values().stream().map(ofLabel -> ofLabel.get(index)).toList();
        if (counts.stream().anyMatch(each -> each.isGivenUp)) {
          return null;
        }
        var table =
            columns.get(c).kind().isNumber()
                ? ContingencyTable.ofNumbers(
                    counts.stream().map(each -> each.numbers).toList(), bins)
                : ContingencyTable.ofTexts(counts.stream().map(each -> each.texts).toList());
        table.addRow(counts.stream().mapToLong(each -> each.missing).toArray());
        return new Information(table.bits(), Math.max(0, table.bits() - table.bias()));
      }
    }
    return null;
  }

  void encode(DataOutput out) throws IOException {
    out.writeInt(labels.size());
    for (var entry : labels.entrySet()) {
      EncodedText.write(entry.getKey(), out);
      for (var counts : entry.getValue()) {
        counts.encode(out);
      }
    }
  }

  static LabelCounts decode(DataInput in, List<Feature> features, StatisticsOptions options)
      throws IOException {
    var counts = of(features, options);
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      for (var ofColumn : counts.ofLabel(EncodedText.read(in))) {
        ofColumn.decode(in);
      }
    }
    return counts;
  }

  /** The values of a column in the rows of one label. */
  private static final class Counts {
    private LongCounts numbers = new LongCounts(MOST_NUMBERS);
    private ByteCounts texts = new ByteCounts();
    private long missing;
    private boolean isGivenUp;

    private void addText(byte[] source, int start, int length, long times) {
      if (!isGivenUp) {
        texts.add(ByteCounts.hash(source, start, length), source, start, length, times);
        giveUpIfTooMany();
      }
    }

    private void giveUpIfTooMany() {
      if (texts.size() > MOST_TEXTS || texts.byteLength() > TextColumn.byteBound(MOST_TEXTS)) {
        isGivenUp = true;
        texts = new ByteCounts();
      }
    }

    private void merge(Counts later) {
      missing += later.missing;
      numbers.add(later.numbers);
      numbers.fit();
      isGivenUp |= later.isGivenUp;
      if (isGivenUp) {
        texts = new ByteCounts();
      } else {
        texts.add(later.texts);
        giveUpIfTooMany();
      }
    }

    private void encode(DataOutput out) throws IOException {
      out.writeLong(missing);
      out.writeBoolean(isGivenUp);
      numbers.encode(out);
      texts.encode(out);
    }

    private void decode(DataInput in) throws IOException {
      missing = in.readLong();
      isGivenUp = in.readBoolean();
      numbers = LongCounts.decode(in, MOST_NUMBERS);
      texts = ByteCounts.decode(in);
    }
  }
}
