package io.tributary.components.transform;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Gives out names of features, each once and none that a raw column has. Not thread-safe. */
final class FeatureNames {
  private static final int LONGEST = 80;

  private final Set<String> taken;

  FeatureNames(Collection<String> columns) {
    taken = new HashSet<>(columns);
  }

  /** A name that begins as the column's, of which only letters and digits stay. */
  String of(String column, String suffix) {
    var plain = column.replaceAll("[^A-Za-z0-9_]", "_");
    var name = plain.isEmpty() || Character.isDigit(plain.charAt(0)) ? "_" + plain : plain;
    var beginning = name.substring(0, Math.min(LONGEST, name.length()));
    var unique = beginning + suffix;
    for (int i = 2; !taken.add(unique); i++) {
      unique = beginning + i + suffix;
    }
    return unique;
  }
}
