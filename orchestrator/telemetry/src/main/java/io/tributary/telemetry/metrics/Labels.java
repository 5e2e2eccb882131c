package io.tributary.telemetry.metrics;

import java.util.HashSet;
import java.util.Set;

/**
 * The values of one label: as many as come, up to a bound; all others are told as one. Who scrapes
 * keeps a time series for each. Thread-safe.
 */
final class Labels {
  private static final String OTHER = "other";

  private final int most;
  private final Set<String> known = new HashSet<>();

  Labels(int most) {
    this.most = most;
  }

  synchronized String bounded(String value) {
    if (known.contains(value)) {
      return value;
    }
    return known.size() < most && known.add(value) ? value : OTHER;
  }
}
