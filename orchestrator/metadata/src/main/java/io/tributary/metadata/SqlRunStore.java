package io.tributary.metadata;

import com.google.protobuf.ByteString;
import io.tributary.metadata.Session.Binder;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/** Runs and nodes in tables of their own. Times are kept to the microsecond. Thread-safe. */
final class SqlRunStore implements RunStore {

  private static final String RUNS =
      "SELECT id, pipeline, state, started, ended, ir, message, owner, cache_enabled FROM TributaryRun ";
  private static final String NODES =
      "SELECT run_id, node_id, state, attempt, execution_id, reason, started, ended, details FROM TributaryNode ";

  private final Connections connections;
  private final Clock clock;

  SqlRunStore(Connections connections, Clock clock) {
    this.connections = connections;
    this.clock = clock;
  }

  @Override
  public void create(PipelineRun run) {
    connections.write(
        session -> {
          insert(session, run);
          return run;
        });
  }

  private static void insert(Session session, PipelineRun run) {
    session.update(
        "INSERT INTO TributaryRun (id, pipeline, state, started, ended, ir, message, owner, cache_enabled) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        statement -> {
          statement.setString(1, run.id());
          statement.setString(2, run.pipeline());
          statement.setString(3, run.state().name());
          statement.setLong(4, Micros.of(run.started()));
          setTime(statement, 5, run.ended());
          statement.setBytes(6, run.ir().toByteArray());
          statement.setString(7, run.message());
          statement.setString(8, run.owner());
          statement.setBoolean(9, run.cacheEnabled());
        },
        () -> "run '" + run.id() + "': stored already (expected: a new id); choose another");
    record Parameter(int position, String name, String value) {}
    var parameters = new ArrayList<Parameter>();
    run.parameters()
        .forEach((name, value) -> parameters.add(new Parameter(parameters.size(), name, value)));
    session.batch(
        "INSERT INTO TributaryRunParameter (run_id, position, name, value) VALUES (?, ?, ?, ?)",
        parameters,
        (statement, parameter) -> {
          statement.setString(1, run.id());
          statement.setInt(2, parameter.position());
          statement.setString(3, parameter.name());
          statement.setString(4, parameter.value());
        });
  }

  @Override
  public Optional<PipelineRun> find(String runId) {
    return connections.read(session -> find(session, runId));
  }

  private static Optional<PipelineRun> find(Session session, String runId) {
    return runs(session, "WHERE id = ?", statement -> statement.setString(1, runId)).stream()
        .findFirst();
  }

  @Override
  public List<PipelineRun> newest(RunFilter filter, int limit) {
    int most = positive(limit);
    var conditions = new ArrayList<String>();
    var values = new ArrayList<String>();
    filter
        .pipeline()
        .ifPresent(
            pipeline -> {
              conditions.add("pipeline = ?");
              values.add(pipeline);
            });
    filter
        .state()
        .ifPresent(
            state -> {
              conditions.add("state = ?");
              values.add(state.name());
            });
    filter
        .before()
        .ifPresent(
            run -> {
              conditions.add(
                  "(started, rowid) < (SELECT started, rowid FROM TributaryRun WHERE id = ?)");
              values.add(run);
            });
    var where = conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions) + " ";
    return connections.read(
        session -> {
          filter.before().ifPresent(run -> existing(session, run));
          return runs(
              session,
              where + "ORDER BY started DESC, rowid DESC LIMIT ?",
              statement -> {
                for (int i = 0; i < values.size(); i++) {
                  statement.setString(i + 1, values.get(i));
                }
                statement.setInt(values.size() + 1, most);
              });
        });
  }

  private static int positive(int limit) {
    if (limit <= 0) {
      throw MetadataException.invalid(
          "limit: " + limit + " (expected: > 0); ask for at least one run");
    }
    return limit;
  }

  @Override
  public PipelineRun finish(String runId, RunState state, String message) {
    if (!state.ended()) {
      throw MetadataException.invalid(
          "run '"
              + runId
              + "': state "
              + state
              + " (expected: COMPLETE, FAILED or CANCELED); say how it ended");
    }
    return connections.write(
        session -> {
          var run = existing(session, runId);
          if (run.state() == state) {
            return run;
          }
          if (run.state().ended()) {
            throw MetadataException.precondition(
                "run '"
                    + runId
                    + "': state "
                    + run.state()
                    + " (expected: RUNNING, to become "
                    + state
                    + "); reopen it first");
          }
          session.update(
              "UPDATE TributaryRun SET state = ?, message = ?, ended = ? WHERE id = ?",
              statement -> {
                statement.setString(1, state.name());
                statement.setString(2, message);
                statement.setLong(3, Micros.of(clock.instant()));
                statement.setString(4, runId);
              });
          return existing(session, runId);
        });
  }

  @Override
  public PipelineRun reopen(String runId, String owner) {
    return connections.write(
        session -> {
          existing(session, runId);
          session.update(
              "UPDATE TributaryRun SET state = ?, message = '', ended = NULL, owner = ? WHERE id = ?",
              statement -> {
                statement.setString(1, RunState.RUNNING.name());
                statement.setString(2, owner);
                statement.setString(3, runId);
              });
          return existing(session, runId);
        });
  }

  private static PipelineRun existing(Session session, String runId) {
    return find(session, runId).orElseThrow(() -> missing(runId));
  }

  private static MetadataException missing(String runId) {
    return MetadataException.notFound(
        "run '"
            + runId
            + "': not stored (expected: the id of a stored run); list the runs to find it");
  }

  @Override
  public void put(NodeRun node) {
    put(List.of(node));
  }

  @Override
  public void put(Collection<NodeRun> nodes) {
    connections.write(
        session -> {
          checkRuns(session, nodes);
          session.batch(
              "INSERT INTO TributaryNode (run_id, node_id, state, attempt, execution_id, reason, started, ended, details) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                  + " ON CONFLICT (run_id, node_id) DO UPDATE SET state = excluded.state, attempt = excluded.attempt, execution_id = excluded.execution_id,"
                  + " reason = excluded.reason, started = excluded.started, ended = excluded.ended, details = excluded.details",
              nodes,
              SqlRunStore::bind);
          return nodes;
        });
  }

  private static void checkRuns(Session session, Collection<NodeRun> nodes) {
    var wanted = new TreeSet<String>();
    nodes.forEach(node -> wanted.add(node.runId()));
    session
        .list(
            "SELECT id FROM TributaryRun WHERE id IN {texts}",
            statement -> statement.setString(1, JsonArrays.ofStrings(wanted)),
            row -> row.getString(1))
        .forEach(wanted::remove);
    if (!wanted.isEmpty()) {
      throw missing(wanted.first());
    }
  }

  private static void bind(PreparedStatement statement, NodeRun node) throws SQLException {
    statement.setString(1, node.runId());
    statement.setString(2, node.nodeId());
    statement.setString(3, node.state().name());
    statement.setInt(4, node.attempt());
    statement.setObject(5, node.executionId().isPresent() ? node.executionId().getAsLong() : null);
    statement.setString(6, node.reason());
    setTime(statement, 7, node.started());
    setTime(statement, 8, node.ended());
    statement.setString(9, node.details());
  }

  @Override
  public Optional<NodeRun> node(String runId, String nodeId) {
    return connections.read(
        session ->
            session.first(
                NODES + "WHERE run_id = ? AND node_id = ?",
                statement -> {
                  statement.setString(1, runId);
                  statement.setString(2, nodeId);
                },
                SqlRunStore::readNode));
  }

  @Override
  public List<NodeRun> nodes(String runId) {
    return connections.read(
        session ->
            session.list(
                NODES + "WHERE run_id = ? ORDER BY rowid",
                statement -> statement.setString(1, runId),
                SqlRunStore::readNode));
  }

  private static NodeRun readNode(ResultSet row) throws SQLException {
    var execution = row.getLong(5);
    var executionId = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(execution);
    return new NodeRun(
        row.getString(1),
        row.getString(2),
        NodeState.valueOf(row.getString(3)),
        row.getInt(4),
        executionId,
        row.getString(6),
        time(row, 7),
        time(row, 8),
        row.getString(9));
  }

  private static List<PipelineRun> runs(Session session, String tail, Binder binder) {
    var found =
        session.list(
            RUNS + tail,
            binder,
            row ->
                new PipelineRun(
                    row.getString(1),
                    row.getString(2),
                    RunState.valueOf(row.getString(3)),
                    Micros.toInstant(row.getLong(4)),
                    time(row, 5),
                    ByteString.copyFrom(row.getBytes(6)),
                    Map.of(),
                    row.getString(7),
                    row.getString(8),
                    row.getBoolean(9)));
    return found.isEmpty() ? found : withParameters(session, found);
  }

  private static List<PipelineRun> withParameters(Session session, List<PipelineRun> runs) {
    Map<String, Map<String, String>> parameters = new HashMap<>();
    session.each(
        "SELECT run_id, name, value FROM TributaryRunParameter WHERE run_id IN {texts} ORDER BY run_id, position",
        statement ->
            statement.setString(
                1, JsonArrays.ofStrings(runs.stream().map(PipelineRun::id).toList())),
        row ->
            parameters
                .computeIfAbsent(row.getString(1), id -> new LinkedHashMap<>())
                .put(row.getString(2), row.getString(3)));
    return runs.stream()
        .map(
            run ->
                new PipelineRun(
                    run.id(),
                    run.pipeline(),
                    run.state(),
                    run.started(),
                    run.ended(),
                    run.ir(),
                    parameters.getOrDefault(run.id(), Map.of()),
                    run.message(),
                    run.owner(),
                    run.cacheEnabled()))
        .toList();
  }

  private static void setTime(PreparedStatement statement, int index, Optional<Instant> time)
      throws SQLException {
    statement.setObject(index, time.map(Micros::of).orElse(null));
  }

  private static Optional<Instant> time(ResultSet row, int index) throws SQLException {
    var micros = row.getLong(index);
    return row.wasNull() ? Optional.empty() : Optional.of(Micros.toInstant(micros));
  }
}
