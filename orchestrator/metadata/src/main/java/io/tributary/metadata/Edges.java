package io.tributary.metadata;

import io.tributary.proto.mlmd.Association;
import io.tributary.proto.mlmd.Attribution;
import io.tributary.proto.mlmd.Event;
import io.tributary.proto.mlmd.ParentContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Events, attributions, associations and parent contexts, within one session. */
final class Edges {

  private static final String NUMBERS = " IN {numbers}";

  private final Session session;
  private final Nodes nodes;

  Edges(Session session) {
    this.session = session;
    this.nodes = new Nodes(session);
  }

  /** Stores events; those without a time get {@code now}. */
  void putEvents(List<Event> events, long now) {
    events.forEach(Edges::checkComplete);
    var artifacts =
        nodes.existing(NodeKind.ARTIFACT, events.stream().map(Event::getArtifactId).toList());
    var executions =
        nodes.existing(NodeKind.EXECUTION, events.stream().map(Event::getExecutionId).toList());
    for (var event : events) {
      if (!artifacts.contains(event.getArtifactId())) {
        throw MetadataException.invalid(
            words(event)
                + ": artifact id "
                + event.getArtifactId()
                + " (expected: a stored artifact); put the artifact first");
      }
      if (!executions.contains(event.getExecutionId())) {
        throw MetadataException.invalid(
            words(event)
                + ": execution id "
                + event.getExecutionId()
                + " (expected: a stored execution); put the execution first");
      }
    }
    record Step(long event, Event.Path.Step step) {}
    var steps = new ArrayList<Step>();
    for (var event : events) {
      var id = insert(event, now);
      event.getPath().getStepsList().stream()
          .filter(step -> step.getValueCase() != Event.Path.Step.ValueCase.VALUE_NOT_SET)
          .forEach(step -> steps.add(new Step(id, step)));
    }
    session.batch(
        "INSERT INTO EventPath (event_id, is_index_step, step_index, step_key) VALUES (?, ?, ?, ?)",
        steps,
        (statement, step) -> {
          statement.setLong(1, step.event());
          statement.setBoolean(2, step.step().hasIndex());
          statement.setObject(3, step.step().hasIndex() ? step.step().getIndex() : null);
          statement.setString(4, step.step().hasKey() ? step.step().getKey() : null);
        });
  }

  private long insert(Event event, long now) {
    return session.insert(
        "INSERT INTO Event (artifact_id, execution_id, type, milliseconds_since_epoch) VALUES (?, ?, ?, ?) RETURNING id",
        statement -> {
          statement.setLong(1, event.getArtifactId());
          statement.setLong(2, event.getExecutionId());
          statement.setInt(3, event.getType().getNumber());
          statement.setLong(
              4, event.hasMillisecondsSinceEpoch() ? event.getMillisecondsSinceEpoch() : now);
        },
        () ->
            words(event)
                + ": stored already (expected: one event of a type between an artifact and an execution); events cannot be changed");
  }

  private static void checkComplete(Event event) {
    if (!event.hasArtifactId()) {
      throw MetadataException.invalid(
          words(event)
              + ": no artifact id (expected: the id of a stored artifact); set artifact_id");
    }
    if (!event.hasExecutionId()) {
      throw MetadataException.invalid(
          words(event)
              + ": no execution id (expected: the id of a stored execution); set execution_id");
    }
    if (event.getType() == Event.Type.UNKNOWN) {
      throw MetadataException.invalid(
          words(event) + ": no type (expected: INPUT, OUTPUT or another type of event); set type");
    }
  }

  static String words(Event event) {
    return "event "
        + event.getType()
        + " of artifact "
        + (event.hasArtifactId() ? event.getArtifactId() : "?")
        + " and execution "
        + (event.hasExecutionId() ? event.getExecutionId() : "?");
  }

  List<Event> eventsOfExecutions(Collection<Long> executions) {
    return events("execution_id" + NUMBERS + " ORDER BY execution_id, id", executions);
  }

  List<Event> eventsOfArtifacts(Collection<Long> artifacts) {
    return events("artifact_id" + NUMBERS + " ORDER BY artifact_id, execution_id, type", artifacts);
  }

  private List<Event> events(String condition, Collection<Long> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    Map<Long, Event.Builder> found = new LinkedHashMap<>();
    session.each(
        "SELECT id, artifact_id, execution_id, type, milliseconds_since_epoch FROM Event WHERE "
            + condition,
        statement -> statement.setString(1, JsonArrays.ofNumbers(ids)),
        row -> {
          var type = Event.Type.forNumber(row.getInt(4));
          found.put(
              row.getLong(1),
              Event.newBuilder()
                  .setArtifactId(row.getLong(2))
                  .setExecutionId(row.getLong(3))
                  .setType(type == null ? Event.Type.UNKNOWN : type)
                  .setMillisecondsSinceEpoch(row.getLong(5)));
        });
    session.each(
        "SELECT event_id, is_index_step, step_index, step_key FROM EventPath WHERE event_id"
            + NUMBERS
            + " ORDER BY event_id, rowid",
        statement -> statement.setString(1, JsonArrays.ofNumbers(found.keySet())),
        row -> {
          var event = found.get(row.getLong(1));
          if (event != null) {
            var step = event.getPathBuilder().addStepsBuilder();
            if (row.getBoolean(2)) {
              step.setIndex(row.getLong(3));
            } else {
              step.setKey(row.getString(4));
            }
          }
        });
    return found.values().stream().map(Event.Builder::build).toList();
  }

  void putAttributions(List<Attribution> attributions) {
    attributions.forEach(
        pair -> {
          checkGiven(pair.hasContextId(), "attribution", "context_id");
          checkGiven(pair.hasArtifactId(), "attribution", "artifact_id");
        });
    checkStored(
        NodeKind.CONTEXT,
        "attribution",
        attributions.stream().map(Attribution::getContextId).toList());
    checkStored(
        NodeKind.ARTIFACT,
        "attribution",
        attributions.stream().map(Attribution::getArtifactId).toList());
    session.batch(
        "INSERT INTO Attribution (context_id, artifact_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
        attributions,
        (statement, pair) -> {
          statement.setLong(1, pair.getContextId());
          statement.setLong(2, pair.getArtifactId());
        });
  }

  void putAssociations(List<Association> associations) {
    associations.forEach(
        pair -> {
          checkGiven(pair.hasContextId(), "association", "context_id");
          checkGiven(pair.hasExecutionId(), "association", "execution_id");
        });
    checkStored(
        NodeKind.CONTEXT,
        "association",
        associations.stream().map(Association::getContextId).toList());
    checkStored(
        NodeKind.EXECUTION,
        "association",
        associations.stream().map(Association::getExecutionId).toList());
    session.batch(
        "INSERT INTO Association (context_id, execution_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
        associations,
        (statement, pair) -> {
          statement.setLong(1, pair.getContextId());
          statement.setLong(2, pair.getExecutionId());
        });
  }

  /** Puts every artifact and every execution into every context. */
  void putIntoContexts(
      Collection<Long> contexts, Collection<Long> executions, Collection<Long> artifacts) {
    var attributions = new LinkedHashSet<Attribution>();
    var associations = new LinkedHashSet<Association>();
    for (long context : contexts) {
      executions.forEach(
          execution ->
              associations.add(
                  Association.newBuilder()
                      .setContextId(context)
                      .setExecutionId(execution)
                      .build()));
      artifacts.forEach(
          artifact ->
              attributions.add(
                  Attribution.newBuilder().setContextId(context).setArtifactId(artifact).build()));
    }
    putAssociations(List.copyOf(associations));
    putAttributions(List.copyOf(attributions));
  }

  private static void checkGiven(boolean given, String edge, String field) {
    if (!given) {
      throw MetadataException.invalid(
          edge + ": no " + field + " (expected: the id of a stored node); set it");
    }
  }

  private void checkStored(NodeKind kind, String edge, List<Long> ids) {
    var missing = new LinkedHashSet<>(ids);
    missing.removeAll(nodes.existing(kind, ids));
    if (!missing.isEmpty()) {
      throw MetadataException.invalid(
          edge
              + ": "
              + kind.words()
              + " ids "
              + missing
              + " (expected: stored ids); put them first");
    }
  }

  void putParents(List<ParentContext> parents) {
    for (var pair : parents) {
      if (!pair.hasChildId() || !pair.hasParentId()) {
        throw MetadataException.invalid(
            "parent context: no "
                + (pair.hasChildId() ? "parent_id" : "child_id")
                + " (expected: both); set it");
      }
      if (pair.getChildId() == pair.getParentId()) {
        throw MetadataException.invalid(
            "parent context: context "
                + pair.getChildId()
                + " as its own parent (expected: another context); name the parent");
      }
    }
    var ids = new ArrayList<Long>();
    parents.forEach(
        pair -> {
          ids.add(pair.getChildId());
          ids.add(pair.getParentId());
        });
    checkStored(NodeKind.CONTEXT, "parent context", ids);
    for (var pair : parents) {
      if (ancestors(pair.getParentId()).contains(pair.getChildId())) {
        throw MetadataException.invalid(
            "parent context: "
                + pair.getParentId()
                + " as parent of "
                + pair.getChildId()
                + " closes a cycle (expected: no cycles); leave it out");
      }
      session.update(
          "INSERT INTO ParentContext (context_id, parent_context_id) VALUES (?, ?)",
          statement -> {
            statement.setLong(1, pair.getChildId());
            statement.setLong(2, pair.getParentId());
          },
          () ->
              "parent context: "
                  + pair.getParentId()
                  + " is a parent of "
                  + pair.getChildId()
                  + " already (expected: a new pair); leave it out");
    }
  }

  private Set<Long> ancestors(long context) {
    var seen = new HashSet<Long>();
    var open = new ArrayDeque<Long>(List.of(context));
    while (!open.isEmpty()) {
      var level = List.copyOf(open);
      open.clear();
      parentsOf(level).values().stream().flatMap(List::stream).filter(seen::add).forEach(open::add);
    }
    return seen;
  }

  /** The parent ids of each child that has any. */
  Map<Long, List<Long>> parentsOf(Collection<Long> children) {
    return links("context_id", "parent_context_id", "ParentContext", children);
  }

  /** The child ids of each parent that has any. */
  Map<Long, List<Long>> childrenOf(Collection<Long> parents) {
    return links("parent_context_id", "context_id", "ParentContext", parents);
  }

  /** The context ids of each artifact that is in any. */
  Map<Long, List<Long>> contextsOfArtifacts(Collection<Long> artifacts) {
    return links("artifact_id", "context_id", "Attribution", artifacts);
  }

  /** The context ids of each execution that is in any. */
  Map<Long, List<Long>> contextsOfExecutions(Collection<Long> executions) {
    return links("execution_id", "context_id", "Association", executions);
  }

  /** What a table of pairs has on the right for each of what is given on the left. */
  private Map<Long, List<Long>> links(
      String left, String right, String table, Collection<Long> ids) {
    Map<Long, List<Long>> links = new LinkedHashMap<>();
    session.each(
        "SELECT "
            + left
            + ", "
            + right
            + " FROM "
            + table
            + " WHERE "
            + left
            + NUMBERS
            + " ORDER BY 1, 2",
        statement -> statement.setString(1, JsonArrays.ofNumbers(ids)),
        row -> links.computeIfAbsent(row.getLong(1), id -> new ArrayList<>()).add(row.getLong(2)));
    return links;
  }
}
