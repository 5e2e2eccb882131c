package io.tributary.data.split;

import java.util.List;

/** How rows are divided into splits: by a hash, or by the order of a time. */
public sealed interface Splits permits SplitConfig, TimeCuts, TimeShares {

  /** Names of the splits, in order. */
  List<String> names();
}
