package io.tributary.components.tuner;

import static java.util.Objects.requireNonNull;

import io.tributary.components.evaluator.Metric;
import io.tributary.components.hyperparameter.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A trial as the metadata store remembers it, by properties of an execution of type {@link #TYPE}:
 * here is written and read how.
 *
 * @param training class name
 * @param task what is learnt, in words; empty of trials from before it was remembered
 * @param objective key of the metric
 */
public record RememberedTrial(
    String training, Optional<String> task, String objective, Trial trial) {
  /** What executions of trials are called. */
  public static final String TYPE = "Trial";

  private static final String HYPERPARAMETER = "hyperparameter/";
  private static final String METRIC = "metric/";

  public RememberedTrial {
    requireNonNull(training, "training");
    requireNonNull(task, "task");
    requireNonNull(objective, "objective");
    requireNonNull(trial, "trial");
  }

  /** Long, Double, String or Boolean, by name. */
  Map<String, Object> properties() {
    var properties = new LinkedHashMap<String, Object>();
    properties.put("training", training);
    task.ifPresent(words -> properties.put("task", words));
    properties.put("trial", (long) trial.number());
    properties.put("seed", trial.seed());
    properties.put("share", trial.share());
    properties.put("objective", objective);
    trial.value().ifPresent(value -> properties.put("value", value));
    trial
        .setting()
        .values()
        .forEach(
            (name, value) ->
                properties.put(
                    HYPERPARAMETER + name,
                    value instanceof Integer number ? Long.valueOf(number) : value));
    trial.metrics().forEach((key, value) -> properties.put(METRIC + key, value));
    return properties;
  }

  /**
   * The trial that an execution remembers.
   *
   * @param properties Long, Double, String or Boolean, by name; others may be among them
   * @param failure why it failed, if it did
   * @throws IllegalArgumentException if one is missing
   */
  public static RememberedTrial read(Map<String, Object> properties, String failure) {
    var setting = new LinkedHashMap<String, Object>();
    named(properties, HYPERPARAMETER)
        .forEach(
            (name, value) ->
                setting.put(
                    name, value instanceof Long number ? (Object) Math.toIntExact(number) : value));
    var metrics = new LinkedHashMap<String, Double>();
    named(properties, METRIC).forEach((key, value) -> metrics.put(key, (Double) value));
    var value = Optional.ofNullable((Double) properties.get("value"));
    return new RememberedTrial(
        (String) property(properties, "training"),
        Optional.ofNullable((String) properties.get("task")),
        (String) property(properties, "objective"),
        new Trial(
            Math.toIntExact((Long) property(properties, "trial")),
            new Setting(setting),
            (Double) property(properties, "share"),
            (Long) property(properties, "seed"),
            value,
            metrics,
            value.isPresent() ? "" : failure));
  }

  /** In the order of their names. */
  private static Map<String, Object> named(Map<String, Object> properties, String prefix) {
    var named = new TreeMap<String, Object>();
    properties.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            named.put(name.substring(prefix.length()), value);
          }
        });
    return named;
  }

  private static Object property(Map<String, Object> properties, String name) {
    var value = properties.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "trial: no property '"
              + name
              + "' among "
              + properties.keySet()
              + " (expected: those that a Tuner stores); run the search again");
    }
    return value;
  }

  /**
   * The leaderboard of the trials of one search.
   *
   * @param trials at least one
   */
  public static Leaderboard leaderboard(List<RememberedTrial> trials) {
    var first = trials.get(0);
    return new Leaderboard(
        first.training,
        first.task,
        Metric.parse(first.objective),
        trials.stream().map(RememberedTrial::trial).toList());
  }
}
