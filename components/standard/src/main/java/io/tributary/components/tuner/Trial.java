package io.tributary.components.tuner;

import static java.util.Objects.requireNonNull;

import io.tributary.components.hyperparameter.SearchSpace;
import io.tributary.components.hyperparameter.Setting;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trial that has ended: everything about it but when it took place.
 *
 * @param number from 1 on, in the order in which trials were proposed
 * @param share of the resource that it was given, above 0 to 1
 * @param seed that the algorithm was given
 * @param value of the objective; empty if it failed
 * @param metrics of the held-out rows, by {@link io.tributary.components.evaluator.Metric#key},
 *     without those that are undefined
 * @param failure why it failed; empty if it did not
 */
public record Trial(
    int number,
    Setting setting,
    double share,
    long seed,
    Optional<Double> value,
    Map<String, Double> metrics,
    String failure) {

  public Trial {
    requireNonNull(setting, "setting");
    requireNonNull(value, "value");
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    requireNonNull(failure, "failure");
  }

  static Trial failed(int number, Proposal proposal, long seed, String why) {
    return new Trial(
        number, proposal.setting(), proposal.share(), seed, Optional.empty(), Map.of(), why);
  }

  public boolean hasFailed() {
    return value.isEmpty();
  }

  /** Its fields as JSON has them. */
  Map<String, Object> json() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("number", number);
    fields.put("state", hasFailed() ? "FAILED" : "COMPLETE");
    fields.put("hyperparameters", setting.values());
    fields.put("share", share);
    fields.put("seed", seed);
    value.ifPresent(known -> fields.put("value", known));
    if (hasFailed()) {
      fields.put("failure", failure);
    }
    fields.put("metrics", metrics);
    return fields;
  }

  /**
   * The trial that JSON holds.
   *
   * @param space that its setting is of; null for any
   * @throws IllegalArgumentException if its setting is none of the space
   */
  static Trial read(Map<?, ?> fields, @Nullable SearchSpace space) {
    var values = (Map<?, ?>) requireNonNull(fields.get("hyperparameters"));
    var named = new LinkedHashMap<String, Object>();
    values.forEach((name, value) -> named.put((String) name, requireNonNull(value)));
    var metrics = new LinkedHashMap<String, Double>();
    ((Map<?, ?>) requireNonNull(fields.get("metrics")))
        .forEach((key, value) -> metrics.put((String) key, (Double) value));
    return new Trial(
        ((Long) requireNonNull(fields.get("number"))).intValue(),
        space == null ? new Setting(named) : space.read(named),
        (Double) requireNonNull(fields.get("share")),
        (Long) requireNonNull(fields.get("seed")),
        Optional.ofNullable((Double) fields.get("value")),
        metrics,
        fields.get("failure") instanceof String why ? why : "");
  }
}
