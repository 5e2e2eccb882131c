package io.tributary.components.schema;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Names of columns that somebody may have meant.
 *
 * @param names all there are
 */
public record NearestNames(List<String> names) {
  private static final int MOST = 20;

  public NearestNames {
    names = List.copyOf(names);
  }

  /** {@code one of ['species', 'sex'] and 12 others}: the most similar first. */
  public String to(String wrong) {
    var nearest =
        names.stream()
            .sorted(Comparator.comparingInt((String name) -> distance(wrong, name)))
            .limit(MOST)
            .map(name -> "'" + name + "'")
            .toList();
    int others = names.size() - nearest.size();
    return "one of " + nearest + (others == 0 ? "" : " and " + others + " others");
  }

  /** How many letters have to be put in, taken out or replaced (Levenshtein); case aside. */
  private static int distance(String one, String other) {
    var from = one.toLowerCase(Locale.ROOT);
    var to = other.toLowerCase(Locale.ROOT);
    var costs = new int[to.length() + 1];
    for (int j = 0; j < costs.length; j++) {
      costs[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = costs[0];
      costs[0] = i;
      for (int j = 1; j < costs.length; j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = costs[j];
        costs[j] = Math.min(replaced, 1 + Math.min(costs[j], costs[j - 1]));
      }
    }
    return costs[to.length()];
  }
}
