package io.tributary.runner.airflow;

import io.tributary.core.NodeResult;
import io.tributary.core.compiler.Scalars;
import io.tributary.core.launcher.ConductedRun;
import io.tributary.metadata.NodeState;
import io.tributary.proto.pipeline.Node;
import io.tributary.runner.airflow.client.AirflowClient;
import io.tributary.runner.airflow.client.AirflowException;
import io.tributary.runner.airflow.client.TaskInstance;
import io.tributary.runner.airflow.client.TaskState;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Passes on what happens in Airflow. How a node ended is what the metadata says; whether a node
 * that failed is tried again is what Airflow says.
 */
final class Mirror {
  private static final int LAST_LINES = 20;

  private final ConductedRun run;
  private final AirflowClient airflow;
  private final Map<String, Integer> started = new HashMap<>();
  private final Map<String, Integer> failed = new HashMap<>();

  Mirror(ConductedRun run, AirflowClient airflow) {
    this.run = run;
    this.airflow = airflow;
  }

  static boolean isExitHandler(Node node) {
    return node.getTrigger() == Node.Trigger.ALL_UPSTREAM_ENDED;
  }

  /** The nodes that have not ended, in the order of the pipeline. */
  List<Node> open() {
    return run.request().pipeline().getNodesList().stream()
        .filter(node -> run.result(node.getId()).isEmpty())
        .toList();
  }

  /**
   * Looks at all nodes that have not ended.
   *
   * @param tasks of Airflow, by node
   */
  void look(Map<String, TaskInstance> tasks) {
    for (var node : open()) {
      var task = tasks.get(node.getId());
      if (task != null && task.state().isPresent()) {
        look(node, task, task.state().get());
      }
    }
  }

  private void look(Node node, TaskInstance task, TaskState state) {
    var id = node.getId();
    if (state.equals(TaskState.RUNNING)) {
      if (!Integer.valueOf(task.tryNumber()).equals(started.put(id, task.tryNumber()))) {
        run.listener().nodeStarted(id, task.tryNumber());
      }
    } else if (state.equals(TaskState.UP_FOR_RETRY)) {
      if (!Integer.valueOf(task.tryNumber()).equals(failed.put(id, task.tryNumber()))) {
        retrying(node, task);
      }
      return;
    }
    run.stored(node)
        .filter(result -> isEnd(result, state))
        .ifPresent(result -> ended(result, task));
  }

  private static boolean isEnd(NodeResult result, TaskState state) {
    return result.state() != NodeState.FAILED || state.isEnd();
  }

  private void ended(NodeResult result, TaskInstance task) {
    if (result.state() == NodeState.FAILED) {
      passOnLog(task, task.tryNumber());
    }
    run.ended(result);
  }

  private void retrying(Node node, TaskInstance task) {
    passOnLog(task, task.tryNumber());
    var pause =
        Scalars.fromProto(node.getOptions().getRetryBackoff())
            .multipliedBy(1L << Math.min(task.tryNumber() - 1, 20));
    run.stored(node)
        .flatMap(NodeResult::failure)
        .ifPresent(
            failure -> run.listener().nodeRetrying(node.getId(), task.tryNumber(), failure, pause));
  }

  /** The last lines of a try that failed. */
  private void passOnLog(TaskInstance task, int tryNumber) {
    var last = new ArrayDeque<String>();
    try {
      airflow
          .taskInstances()
          .log(task.key(), tryNumber)
          .forEach(
              line -> {
                if (last.size() == LAST_LINES) {
                  last.removeFirst();
                }
                last.addLast(line.event());
              });
    } catch (AirflowException e) {
      run.listener()
          .warned("the log of task " + task.taskId() + " is not to be had: " + e.getMessage());
    }
    last.forEach(line -> run.listener().nodePrinted(task.taskId(), line));
  }
}
