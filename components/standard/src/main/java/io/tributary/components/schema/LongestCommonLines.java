package io.tributary.components.schema;

import java.util.ArrayList;
import java.util.List;

/** The longest sequence of lines that two texts have in common, in order. */
final class LongestCommonLines {
  /** Beyond it what is between equal beginnings and ends counts as different throughout. */
  private static final long LIMIT = 4_000_000;

  private LongestCommonLines() {}

  /** Two equal lines, by their indices. */
  record Pair(int left, int right) {}

  static List<Pair> of(List<String> left, List<String> right) {
    int head = 0;
    int shorter = Math.min(left.size(), right.size());
    while (head < shorter && left.get(head).equals(right.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && left.get(left.size() - 1 - tail).equals(right.get(right.size() - 1 - tail))) {
      tail++;
    }
    var pairs = new ArrayList<Pair>();
    for (int i = 0; i < head; i++) {
      pairs.add(new Pair(i, i));
    }
    int leftEnd = left.size() - tail;
    int rightEnd = right.size() - tail;
    if ((long) (leftEnd - head) * (rightEnd - head) <= LIMIT) {
      addMiddle(left.subList(head, leftEnd), right.subList(head, rightEnd), head, pairs);
    }
    for (int i = 0; i < tail; i++) {
      pairs.add(new Pair(leftEnd + i, rightEnd + i));
    }
    return pairs;
  }

  private static void addMiddle(
      List<String> left, List<String> right, int offset, List<Pair> pairs) {
    var lengths = new int[left.size() + 1][right.size() + 1];
    for (int i = left.size() - 1; i >= 0; i--) {
      for (int j = right.size() - 1; j >= 0; j--) {
        lengths[i][j] =
            left.get(i).equals(right.get(j))
                ? lengths[i + 1][j + 1] + 1
                : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < left.size() && j < right.size()) {
      if (left.get(i).equals(right.get(j))) {
        pairs.add(new Pair(offset + i++, offset + j++));
      } else if (lengths[i + 1][j] >= lengths[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
  }
}
