package io.tributary.components.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** How often values occur with labels: a row per value, a column per label. */
final class ContingencyTable {
  private final int labels;
  private final List<long[]> rows = new ArrayList<>();

  private ContingencyTable(int labels) {
    this.labels = labels;
  }

  /** Of texts, a table per label. */
  static ContingencyTable ofTexts(List<ByteCounts> ofLabels) {
    var dictionary = new ByteDictionary();
    var rows = new ArrayList<long[]>();
    for (int label = 0; label < ofLabels.size(); label++) {
      var texts = ofLabels.get(label);
      for (int entry = 0; entry < texts.size(); entry++) {
        int row = dictionary.number(texts.bytes(), texts.start(entry), texts.length(entry));
        if (row == rows.size()) {
          rows.add(new long[ofLabels.size()]);
        }
        rows.get(row)[label] += texts.count(entry);
      }
    }
    var table = new ContingencyTable(ofLabels.size());
    for (int row : dictionary.sorted()) {
      table.addRow(rows.get(row));
    }
    return table;
  }

  /** Of numbers in bins of about equal count. */
  static ContingencyTable ofNumbers(List<LongCounts> ofLabels, int bins) {
    var byNumber = new TreeMap<Long, long[]>();
    long total = 0;
    for (int label = 0; label < ofLabels.size(); label++) {
      var numbers = ofLabels.get(label);
      var sorted = numbers.sorted();
      for (int i = 0; i < sorted.size(); i++) {
        byNumber
                .computeIfAbsent(
                    numbers.middle(sorted.numbers()[i]), key -> new long[ofLabels.size()])[label] +=
            sorted.counts()[i];
        total += sorted.counts()[i];
      }
    }
    var rows = new long[bins][ofLabels.size()];
    long below = 0;
    for (var counts : byNumber.values()) {
      var row = rows[(int) ((double) below * bins / total)];
      for (int label = 0; label < counts.length; label++) {
        row[label] += counts[label];
        below += counts[label];
      }
    }
    var table = new ContingencyTable(ofLabels.size());
    for (var row : rows) {
      table.addRow(row);
    }
    return table;
  }

  /** Adds the counts of a value with each label; does nothing if they are all 0. */
  void addRow(long[] counts) {
    if (sum(counts) > 0) {
      rows.add(counts);
    }
  }

  private static long sum(long[] counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  private long[] ofLabels() {
    var sums = new long[labels];
    for (var row : rows) {
      for (int label = 0; label < labels; label++) {
        sums[label] += row[label];
      }
    }
    return sums;
  }

  /** Mutual information of values and labels, in bits. */
  double bits() {
    var ofLabels = ofLabels();
    double total = sum(ofLabels);
    double bits = 0;
    for (var row : rows) {
      double ofRow = sum(row);
      for (int label = 0; label < labels; label++) {
        if (row[label] > 0) {
          double joint = row[label] / total;
          bits += joint * StrictMath.log(joint / (ofRow / total * (ofLabels[label] / total)));
        }
      }
    }
    return Math.max(0, bits / StrictMath.log(2));
  }

  /** What independent values and labels would give on average, nearly. */
  double bias() {
    long columns = Arrays.stream(ofLabels()).filter(sum -> sum > 0).count();
    return (rows.size() - 1.0) * (columns - 1) / (2 * sum(ofLabels()) * StrictMath.log(2));
  }
}
