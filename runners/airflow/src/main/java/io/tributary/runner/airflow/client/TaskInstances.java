package io.tributary.runner.airflow.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Tasks of runs, their tries and logs. */
public final class TaskInstances {
  private final Http http;

  TaskInstances(Http http) {
    this.http = http;
  }

  /** Those of a run; of all runs if its id, or that of the DAG, is {@code ~}. */
  public Stream<TaskInstance> list(String dagId, String runId) {
    return http.list(
        Request.of(Operation.LIST_TASK_INSTANCES, dagId, runId),
        "task_instances",
        TaskInstance.class);
  }

  /** One of them. */
  public TaskInstance get(TaskKey task) {
    return http.one(
        task.request(Operation.GET_TASK_INSTANCE, Operation.GET_MAPPED_TASK_INSTANCE),
        TaskInstance.class);
  }

  /** All that a mapped task became. */
  public Stream<TaskInstance> mapped(String dagId, String runId, String taskId) {
    return http.list(
        Request.of(Operation.LIST_MAPPED_TASK_INSTANCES, dagId, runId, taskId),
        "task_instances",
        TaskInstance.class);
  }

  /** Gives it another state, and ends it if it is under way. */
  public void setState(TaskKey task, TaskState state) {
    http.done(
        task.request(Operation.PATCH_TASK_INSTANCE, Operation.PATCH_MAPPED_TASK_INSTANCE)
            .withBody(
                http.api() == Api.V1
                    ? Map.of("dry_run", false, "new_state", state)
                    : Map.of("new_state", state)));
  }

  /** Gives it another note. */
  public void setNote(TaskKey task, String note) {
    http.done(
        (http.api() == Api.V1
                ? task.request(Operation.SET_TASK_NOTE, Operation.SET_MAPPED_TASK_NOTE)
                : task.request(Operation.PATCH_TASK_INSTANCE, Operation.PATCH_MAPPED_TASK_INSTANCE))
            .withBody(Map.of("note", note)));
  }

  /** Runs tasks of a run again. */
  public List<TaskReference> clear(String dagId, String runId, Clearing clearing) {
    return clear(dagId, clearing.body(runId, false));
  }

  /** Which tasks those would be. */
  public List<TaskReference> previewClear(String dagId, String runId, Clearing clearing) {
    return clear(dagId, clearing.body(runId, true));
  }

  private List<TaskReference> clear(String dagId, Map<String, Object> body) {
    return http.all(
        Request.of(Operation.CLEAR_TASK_INSTANCES, dagId).withBody(body),
        "task_instances",
        TaskReference.class);
  }

  /** Why it does not run yet; nothing if it is not waiting. */
  public List<TaskDependency> dependencies(TaskKey task) {
    return http.all(
        task.request(Operation.GET_TASK_DEPENDENCIES, Operation.GET_MAPPED_TASK_DEPENDENCIES),
        "dependencies",
        TaskDependency.class);
  }

  /** Its tries, the first one first. */
  public Stream<TaskTry> tries(TaskKey task) {
    return http.list(
        task.request(Operation.LIST_TRIES, Operation.LIST_MAPPED_TRIES),
        "task_instances",
        TaskTry.class);
  }

  /** One of its tries, counted from 1. */
  public TaskTry tryOf(TaskKey task, int number) {
    return http.one(
        task.isMapped()
            ? task.request(Operation.GET_MAPPED_TRY, task.mapIndex(), number)
            : task.request(Operation.GET_TRY, number),
        TaskTry.class);
  }

  /**
   * A part of the log of a try.
   *
   * @param tryNumber counted from 1
   * @param continuation of the page before; empty for the first
   */
  public LogPage log(TaskKey task, int tryNumber, Optional<String> continuation) {
    var request =
        task.request(Operation.GET_LOG, tryNumber)
            .with("map_index", task.mapIndex())
            .with("full_content", false)
            .with("token", continuation);
    var answer = http.json(request);
    return new LogPage(
        lines(request, answer.path("content")),
        Optional.ofNullable(answer.path("continuation_token").textValue()));
  }

  /** What the log of a try has now, page after page. */
  public Stream<LogLine> log(TaskKey task, int tryNumber) {
    return Stream.iterate(
            log(task, tryNumber, Optional.empty()),
            page -> !page.lines().isEmpty(),
            page ->
                page.continuation().isPresent()
                    ? log(task, tryNumber, page.continuation())
                    : new LogPage(List.of(), Optional.empty()))
        .flatMap(page -> page.lines().stream());
  }

  /** Of v2 objects, or texts; of v1 the text of a list in Python, with a pair for each machine. */
  private List<LogLine> lines(Request request, JsonNode content) {
    if (content.isArray()) {
      var lines = new ArrayList<LogLine>();
      for (var item : content) {
        lines.add(
            item.isTextual() ? LogLine.of(item.asText()) : http.read(request, item, LogLine.class));
      }
      return lines;
    }
    var texts = PythonTexts.in(content.asText());
    var lines = new ArrayList<LogLine>();
    for (var i = 1; i < texts.size(); i += 2) {
      texts.get(i).lines().map(LogLine::of).forEach(lines::add);
    }
    return lines;
  }
}
