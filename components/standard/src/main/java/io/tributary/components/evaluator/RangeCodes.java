package io.tributary.components.evaluator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;

/** Numbers the ranges that a number may lie in. */
final class RangeCodes implements Codes {
  private static final int MISSING = 0;

  private final Cut cut;
  private final double[] boundaries;

  private RangeCodes(Cut cut, double[] boundaries) {
    this.cut = cut;
    this.boundaries = boundaries;
  }

  static RangeCodes of(Cut cut) {
    if (cut instanceof Cut.Ranges ranges) {
      return new RangeCodes(
          cut, ranges.boundaries().stream().mapToDouble(Double::doubleValue).toArray());
    } else if (cut instanceof Cut.Where) {
      return new RangeCodes(cut, new double[0]);
    }
    throw new IllegalStateException(cut + " has no boundaries (expected: to be fitted)");
  }

  @Override
  public void read(FieldVector column, int rows, int[] codes) {
    var numbers = new Numbers(column);
    for (int row = 0; row < rows; row++) {
      double number = numbers.get(row);
      if (cut instanceof Cut.Where where) {
        codes[row] = where.bound().holds(number) ? 1 : NONE;
      } else if (Double.isNaN(number)) {
        codes[row] = MISSING;
      } else {
        int found = Arrays.binarySearch(boundaries, number + 0.0);
        codes[row] = 1 + (found >= 0 ? found + 1 : -found - 1);
      }
    }
  }

  @Override
  public Optional<String> text(int code) {
    return code == MISSING ? Optional.empty() : Optional.of(texts(cut).get(code - 1));
  }

  /** The ranges in their order, as reports call them. */
  static List<String> texts(Cut cut) {
    if (cut instanceof Cut.Where where) {
      var lowest = where.bound().lowest();
      var highest = where.bound().highest();
      return List.of(
          lowest.map(value -> (highest.isPresent() ? "" : "from ") + value).orElse("up")
              + highest.map(value -> " to " + value).orElse(""));
    }
    var texts = new ArrayList<String>();
    if (cut instanceof Cut.Ranges ranges) {
      var boundaries = ranges.boundaries();
      texts.add("below " + boundaries.get(0));
      for (int i = 1; i < boundaries.size(); i++) {
        texts.add(boundaries.get(i - 1) + " to below " + boundaries.get(i));
      }
      texts.add("from " + boundaries.get(boundaries.size() - 1));
    }
    return texts;
  }
}
