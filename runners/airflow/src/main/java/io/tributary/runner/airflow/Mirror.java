package io.tributary.runner.airflow;

import io.tributary.api.ExecutionFailure;
import io.tributary.core.NodeResult;
import io.tributary.core.compiler.Scalars;
import io.tributary.core.launcher.ConductedRun;
import io.tributary.metadata.NodeState;
import io.tributary.proto.pipeline.Node;
import io.tributary.runner.airflow.client.AirflowClient;
import io.tributary.runner.airflow.client.AirflowException;
import io.tributary.runner.airflow.client.LogLine;
import io.tributary.runner.airflow.client.TaskInstance;
import io.tributary.runner.airflow.client.TaskState;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Passes on what happens in Airflow. How a node ended is what the metadata says; whether a node
 * that failed is tried again is what Airflow says.
 */
final class Mirror {
  private static final int LAST_LINES = 20;

  /** Between these lines of Airflow's is what the program said. */
  private static final String BEGIN = "Output:";

  private static final String END = "Command exited with return code";

  /** By which Airflow's pages fold a log. */
  private static final Pattern FOLD = Pattern.compile("::(end)?group::");

  private final ConductedRun run;
  private final AirflowClient airflow;
  private final Map<String, Integer> started = new HashMap<>();
  private final Map<String, Integer> retried = new HashMap<>();

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
    int over = state.equals(TaskState.UP_FOR_RETRY) ? task.tryNumber() : task.tryNumber() - 1;
    for (int number = retried.getOrDefault(id, 0) + 1; number <= over; number++) {
      retrying(node, task, number);
      retried.put(id, number);
    }
    if (state.equals(TaskState.RUNNING)
        && !Integer.valueOf(task.tryNumber()).equals(started.put(id, task.tryNumber()))) {
      run.listener().nodeStarted(id, task.tryNumber());
    }
    if (!state.equals(TaskState.UP_FOR_RETRY)) {
      run.stored(node)
          .filter(result -> isEnd(result, state))
          .ifPresent(result -> ended(result, task));
    }
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

  private void retrying(Node node, TaskInstance task, int number) {
    passOnLog(task, number);
    var failure =
        run.stored(node)
            .flatMap(NodeResult::failure)
            .orElseGet(
                () ->
                    new ExecutionFailure(
                        ExecutionFailure.Code.ABORTED, "it failed, as its log in Airflow says"));
    var pause =
        Scalars.fromProto(node.getOptions().getRetryBackoff())
            .multipliedBy(1L << Math.min(number - 1, 20));
    run.listener().nodeRetrying(node.getId(), number, failure, pause);
  }

  /** The last lines that a try has said, as far as there are any. */
  private void passOnLog(TaskInstance task, int number) {
    var last = new ArrayDeque<String>();
    try (var lines = airflow.taskInstances().log(task.key(), number)) {
      for (var line : (Iterable<String>) lines.map(LogLine::event)::iterator) {
        if (line.endsWith(BEGIN)) {
          last.clear();
        } else if (!FOLD.matcher(line).find()) {
          last.addLast(line);
        }
        if (last.size() > LAST_LINES) {
          last.removeFirst();
        }
        if (line.contains(END)) {
          break;
        }
      }
    } catch (AirflowException e) {
      run.listener()
          .warned("the log of task " + task.taskId() + " is not to be had: " + e.getMessage());
    }
    last.forEach(line -> run.listener().nodePrinted(task.taskId(), line));
  }
}
