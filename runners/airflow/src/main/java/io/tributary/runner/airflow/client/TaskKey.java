package io.tributary.runner.airflow.client;

/**
 * Which task instance.
 *
 * @param mapIndex which of those that a mapped task became; -1 if it is not mapped
 */
public record TaskKey(String dagId, String runId, String taskId, int mapIndex) {

  /** A task that is not mapped. */
  public static TaskKey of(String dagId, String runId, String taskId) {
    return new TaskKey(dagId, runId, taskId, -1);
  }

  boolean isMapped() {
    return mapIndex >= 0;
  }

  Request request(Operation operation, Object... more) {
    var arguments = new Object[3 + more.length];
    arguments[0] = dagId;
    arguments[1] = runId;
    arguments[2] = taskId;
    System.arraycopy(more, 0, arguments, 3, more.length);
    return Request.of(operation, arguments);
  }

  /** For an operation that has a path of its own for mapped tasks. */
  Request request(Operation single, Operation mapped) {
    return isMapped() ? request(mapped, mapIndex) : request(single);
  }
}
