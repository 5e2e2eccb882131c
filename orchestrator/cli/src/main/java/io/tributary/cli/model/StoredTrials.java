package io.tributary.cli.model;

import io.tributary.components.tuner.Leaderboard;
import io.tributary.components.tuner.RememberedTrial;
import io.tributary.core.RunHome;
import io.tributary.core.launcher.RunContexts;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.GetExecutionsByContextRequest;
import io.tributary.proto.mlmd.ListOperationOptions;
import io.tributary.proto.mlmd.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The trials of a run that have ended so far, as the metadata store holds them: searches that are
 * under way, too.
 */
record StoredTrials(RunHome home, String runId) {
  private static final String NODE = "tributary_node_id";
  private static final String FAILURE = "tributary_error_message";
  private static final int PAGE = 100;

  /** A leaderboard for each node that has trials; may be changed. */
  Map<String, Leaderboard> byNode() {
    var trials = new TreeMap<String, List<RememberedTrial>>();
    for (var execution : executions()) {
      if (execution.getType().equals(RememberedTrial.TYPE)) {
        var node = execution.getCustomPropertiesOrThrow(NODE).getStringValue();
        trials.computeIfAbsent(node, none -> new ArrayList<>()).add(trial(execution));
      }
    }
    var leaderboards = new LinkedHashMap<String, Leaderboard>();
    trials.forEach((node, some) -> leaderboards.put(node, RememberedTrial.leaderboard(some)));
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

  private static RememberedTrial trial(Execution execution) {
    var properties = new HashMap<String, Object>();
    execution.getCustomPropertiesMap().forEach((name, value) -> properties.put(name, plain(value)));
    return RememberedTrial.read(
        properties, properties.get(FAILURE) instanceof String why ? why : "");
  }

  private static Object plain(Value value) {
    return switch (value.getValueCase()) {
      case INT_VALUE -> value.getIntValue();
      case DOUBLE_VALUE -> value.getDoubleValue();
      case BOOL_VALUE -> value.getBoolValue();
      default -> value.getStringValue();
    };
  }
}
