package io.tributary.components.tuner;

import io.tributary.components.hyperparameter.Setting;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long trials take, by those that have ended: as long as the longest of those that have the
 * same choices, such as the algorithm, in proportion to the share. Thread-safe.
 */
final class TrialTimes {
  private final Map<Map<String, Object>, Duration> longest = new HashMap<>();

  synchronized void add(Setting setting, double share, Duration took) {
    var whole = Duration.ofNanos((long) (took.toNanos() / share));
    longest.merge(choices(setting), whole, (one, other) -> one.compareTo(other) > 0 ? one : other);
  }

  /** No time if there was none like it. */
  synchronized Duration expected(Proposal proposal) {
    var whole = longest.getOrDefault(choices(proposal.setting()), Duration.ZERO);
    return Duration.ofNanos((long) (whole.toNanos() * proposal.share()));
  }

  private static Map<String, Object> choices(Setting setting) {
    var choices = new TreeMap<>(setting.values());
    choices.values().removeIf(value -> !(value instanceof String));
    return choices;
  }
}
