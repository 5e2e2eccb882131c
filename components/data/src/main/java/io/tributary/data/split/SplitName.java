package io.tributary.data.split;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.List;

/** What a split may be called. */
final class SplitName {
  private SplitName() {}

  /** A name is a name of a directory everywhere, and needs no quotes on any command line. */
  static void check(String name) {
    requireNonNull(name, "name");
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "split '"
              + name
              + "' > name (expected: letters, digits, '_', '-' and '.', the first a letter or digit); rename the split");
    }
  }

  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean isWord = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!isWord && (i == 0 || "_-.".indexOf(c) < 0)) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  static void requireOwn(List<String> names) {
    var seen = new HashSet<String>();
    for (var name : names) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException(
            "splits > '" + name + "': twice (expected: names of their own); rename one of them");
      }
    }
  }
}
