package io.tributary.cli.model;

import static java.util.Objects.requireNonNull;

import io.tributary.components.evaluator.Metric;
import io.tributary.components.hyperparameter.Setting;
import io.tributary.components.tuner.Leaderboard;
import io.tributary.components.tuner.Trial;
import io.tributary.core.RunHome;
import io.tributary.core.launcher.RunContexts;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.GetExecutionsByContextRequest;
import io.tributary.proto.mlmd.ListOperationOptions;
import io.tributary.proto.mlmd.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The trials of a run that have ended so far, as the metadata store holds them: searches that are
 * under way, too.
 */
record StoredTrials(RunHome home, String runId) {
  private static final String TYPE = "Trial";
  private static final String NODE = "tributary_node_id";
  private static final int PAGE = 100;

  /** A leaderboard for each node that has trials; may be changed. */
  Map<String, Leaderboard> byNode() {
    var executions = new TreeMap<String, List<Execution>>();
    for (var execution : executions()) {
      if (execution.getType().equals(TYPE)) {
        executions.computeIfAbsent(text(execution, NODE), node -> new ArrayList<>()).add(execution);
      }
    }
    var leaderboards = new LinkedHashMap<String, Leaderboard>();
    executions.forEach((node, trials) -> leaderboards.put(node, leaderboard(trials)));
    return leaderboards;
  }

  private List<Execution> executions() {
    var store = home.metadata().store();
    var context = RunContexts.find(store, runId);
    var found = new ArrayList<Execution>();
    var options = ListOperationOptions.newBuilder().setMaxResultSize(PAGE);
    boolean hasMore = context.isPresent();
    while (hasMore) {
      var page =
          store.getExecutionsByContext(
              GetExecutionsByContextRequest.newBuilder()
                  .setContextId(context.orElseThrow().getId())
                  .setOptions(options)
                  .build());
      found.addAll(page.getExecutionsList());
      options.setNextPageToken(page.getNextPageToken());
      hasMore = !page.getNextPageToken().isEmpty();
    }
    return found;
  }

  private static Leaderboard leaderboard(List<Execution> trials) {
    var first = trials.get(0);
    return new Leaderboard(
        text(first, "training"),
        text(first, "task"),
        Metric.parse(text(first, "objective")),
        trials.stream().map(StoredTrials::trial).toList());
  }

  private static Trial trial(Execution execution) {
    var properties = execution.getCustomPropertiesMap();
    var metrics = new LinkedHashMap<String, Double>();
    named(properties, "metric/")
        .forEach((name, value) -> metrics.put(name, value.getDoubleValue()));
    var setting = new LinkedHashMap<String, Object>();
    named(properties, "hyperparameter/").forEach((name, value) -> setting.put(name, plain(value)));
    var value = Optional.ofNullable(properties.get("value")).map(Value::getDoubleValue);
    return new Trial(
        Math.toIntExact(value(execution, "trial").getIntValue()),
        new Setting(setting),
        value(execution, "share").getDoubleValue(),
        value(execution, "seed").getIntValue(),
        value,
        metrics,
        value.isPresent() ? "" : text(execution, "tributary_error_message"));
  }

  /** In the order of their names. */
  private static Map<String, Value> named(Map<String, Value> properties, String prefix) {
    var named = new TreeMap<String, Value>();
    properties.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            named.put(name.substring(prefix.length()), value);
          }
        });
    return named;
  }

  private static Object plain(Value value) {
    return switch (value.getValueCase()) {
      case INT_VALUE -> Math.toIntExact(value.getIntValue());
      case DOUBLE_VALUE -> value.getDoubleValue();
      case BOOL_VALUE -> value.getBoolValue();
      default -> value.getStringValue();
    };
  }

  private static String text(Execution execution, String name) {
    return value(execution, name).getStringValue();
  }

  private static Value value(Execution execution, String name) {
    return requireNonNull(
        execution.getCustomPropertiesMap().get(name),
        () -> "execution " + execution.getId() + " has no property '" + name + "'");
  }
}
