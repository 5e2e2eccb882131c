package io.tributary.metadata;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import io.tributary.metadata.MetadataException.Code;
import io.tributary.metadata.Session.Binder;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Schedules and ticks in tables of their own. Times are kept to the microsecond. Thread-safe. */
final class SqlScheduleStore implements ScheduleStore {

  private static final String SCHEDULES =
      "SELECT name, pipeline, jars, settings, cron, zone, period, anchor, catch_up, overlap, paused, starts, ends, created, settled, event, spans FROM TributarySchedule ";
  private static final String TICKS =
      "SELECT schedule, scheduled, since, state, run_id, reason, message, changed, span, cause FROM TributaryTick ";

  private final Connections connections;

  SqlScheduleStore(Connections connections) {
    this.connections = connections;
  }

  @Override
  public Schedule create(Schedule schedule) {
    return connections.write(
        session -> {
          session.update(
              "INSERT INTO TributarySchedule (name, pipeline, jars, settings, cron, zone, period, anchor, catch_up, overlap, paused, starts, ends, created, settled, event, spans)"
                  + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              statement -> bind(statement, schedule),
              () ->
                  "schedule '"
                      + schedule.name()
                      + "': stored already (expected: a new name); choose another, or remove it first");
          session.update(
              "UPDATE TributarySchedule SET settled = (SELECT max(scheduled) FROM TributaryTick WHERE schedule = ?)"
                  + " WHERE name = ? AND settled < (SELECT max(scheduled) FROM TributaryTick WHERE schedule = ?)",
              statement -> {
                statement.setString(1, schedule.name());
                statement.setString(2, schedule.name());
                statement.setString(3, schedule.name());
              });
          return existing(session, schedule.name());
        });
  }

  private static void bind(PreparedStatement statement, Schedule schedule) throws SQLException {
    statement.setString(1, schedule.name());
    statement.setString(2, schedule.pipeline());
    statement.setString(3, JsonArrays.ofStrings(schedule.jars()));
    statement.setString(4, JsonArrays.ofStrings(flat(schedule.settings())));
    var cron = schedule.trigger() instanceof Trigger.Cron timed ? timed : null;
    statement.setString(5, cron == null ? null : cron.expression());
    statement.setString(6, cron == null ? null : cron.zone().getId());
    var every = schedule.trigger() instanceof Trigger.Every timed ? timed : null;
    statement.setObject(7, every == null ? null : every.period().toSeconds());
    statement.setObject(8, every == null ? null : every.anchor().getEpochSecond());
    statement.setString(9, schedule.catchUp().name());
    statement.setString(10, schedule.overlap().name());
    statement.setBoolean(11, schedule.paused());
    statement.setLong(12, Micros.of(schedule.start()));
    statement.setObject(13, schedule.end().map(Micros::of).orElse(null));
    statement.setLong(14, Micros.of(schedule.created()));
    statement.setLong(15, Micros.of(schedule.settled()));
    statement.setString(
        16, EventWords.of(schedule.trigger()).map(JsonArrays::ofStrings).orElse(null));
    statement.setString(
        17, schedule.spans().map(EventWords::of).map(JsonArrays::ofStrings).orElse(null));
  }

  @Override
  public Optional<Schedule> find(String name) {
    return connections.read(session -> find(session, name));
  }

  private static Optional<Schedule> find(Session session, String name) {
    return session.first(
        SCHEDULES + "WHERE name = ?",
        statement -> statement.setString(1, name),
        SqlScheduleStore::schedule);
  }

  private static Schedule existing(Session session, String name) {
    return find(session, name).orElseThrow(() -> missing(name));
  }

  private static MetadataException missing(String name) {
    return MetadataException.notFound(
        "schedule '"
            + name
            + "': not stored (expected: the name of a schedule); list the schedules to find it");
  }

  @Override
  public List<Schedule> all() {
    return connections.read(
        session ->
            session.list(
                SCHEDULES + "ORDER BY name", Session.NO_PARAMETERS, SqlScheduleStore::schedule));
  }

  @Override
  public Schedule setPaused(String name, boolean paused) {
    return connections.write(
        session -> {
          session.update(
              "UPDATE TributarySchedule SET paused = ? WHERE name = ?",
              statement -> {
                statement.setBoolean(1, paused);
                statement.setString(2, name);
              });
          return existing(session, name);
        });
  }

  @Override
  public void remove(String name) {
    connections.write(
        session -> {
          int removed =
              session.update(
                  "DELETE FROM TributarySchedule WHERE name = ?",
                  statement -> statement.setString(1, name));
          if (removed == 0) {
            throw missing(name);
          }
          return name;
        });
  }

  @Override
  public void settle(String schedule, Collection<Tick> ticks, Instant settled) {
    for (var tick : ticks) {
      check(schedule, tick, settled);
    }
    connections.write(
        session -> {
          existing(session, schedule);
          for (var tick : ticks) {
            insert(session, tick);
          }
          session.update(
              "UPDATE TributarySchedule SET settled = ? WHERE name = ? AND settled < ?",
              statement -> {
                statement.setLong(1, Micros.of(settled));
                statement.setString(2, schedule);
                statement.setLong(3, Micros.of(settled));
              });
          return schedule;
        });
  }

  private static void check(String schedule, Tick tick, Instant settled) {
    boolean fresh = tick.state() == TickState.CLAIMED || tick.state() == TickState.SKIPPED;
    if (!tick.schedule().equals(schedule) || !fresh || tick.scheduled().isAfter(settled)) {
      throw MetadataException.invalid(
          "tick "
              + tick.scheduled()
              + " of schedule '"
              + tick.schedule()
              + "': "
              + tick.state()
              + " (expected: CLAIMED or SKIPPED, of schedule '"
              + schedule
              + "', at "
              + settled
              + " or earlier); settle what falls due");
    }
  }

  private static void insert(Session session, Tick tick) {
    session.update(
        "INSERT INTO TributaryTick (schedule, scheduled, since, state, run_id, reason, message, changed, span, cause) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        statement -> {
          statement.setString(1, tick.schedule());
          statement.setLong(2, Micros.of(tick.scheduled()));
          statement.setLong(3, Micros.of(tick.since()));
          statement.setString(4, tick.state().name());
          statement.setString(5, tick.runId());
          statement.setString(6, reason(tick));
          statement.setString(7, tick.message());
          statement.setLong(8, Micros.of(tick.changed()));
          statement.setString(9, tick.span());
          statement.setString(10, tick.cause());
        },
        () ->
            "tick "
                + (tick.cause().isEmpty() ? "" : tick.cause() + " at ")
                + tick.scheduled()
                + " of schedule '"
                + tick.schedule()
                + "': stored already (expected: a time that nobody has settled); leave it to who was quicker");
  }

  private static String reason(Tick tick) {
    return tick.reason().map(SkipReason::name).orElse("");
  }

  @Override
  public void put(Tick tick) {
    connections.write(
        session -> {
          int changed =
              session.update(
                  "UPDATE TributaryTick SET since = ?, state = ?, run_id = ?, reason = ?, message = ?, changed = ?"
                      + " WHERE schedule = ? AND scheduled = ? AND state IN ('CLAIMED', 'WAITING', 'RETRIED', 'STARTED')",
                  statement -> {
                    statement.setLong(1, Micros.of(tick.since()));
                    statement.setString(2, tick.state().name());
                    statement.setString(3, tick.runId());
                    statement.setString(4, reason(tick));
                    statement.setString(5, tick.message());
                    statement.setLong(6, Micros.of(tick.changed()));
                    statement.setString(7, tick.schedule());
                    statement.setLong(8, Micros.of(tick.scheduled()));
                  });
          if (changed == 0) {
            throw unchanged(tick, tick(session, tick.schedule(), tick.scheduled()));
          }
          return tick;
        });
  }

  private static MetadataException unchanged(Tick tick, Optional<Tick> stored) {
    var where = "tick " + tick.scheduled() + " of schedule '" + tick.schedule() + "': ";
    return stored
        .map(
            ended ->
                MetadataException.precondition(
                    where
                        + ended.state()
                        + " (expected: one that is open, to become "
                        + tick.state()
                        + "); leave it as it is"))
        .orElseGet(
            () ->
                MetadataException.notFound(
                    where + "not stored (expected: a time that was settled); settle it first"));
  }

  @Override
  public Optional<Tick> tick(String schedule, Instant scheduled) {
    return connections.read(session -> tick(session, schedule, scheduled));
  }

  private static Optional<Tick> tick(Session session, String schedule, Instant scheduled) {
    return session.first(
        TICKS + "WHERE schedule = ? AND scheduled = ?",
        statement -> {
          statement.setString(1, schedule);
          statement.setLong(2, Micros.of(scheduled));
        },
        SqlScheduleStore::tick);
  }

  @Override
  public List<Tick> open() {
    return ticks(
        "WHERE state IN ('CLAIMED', 'WAITING', 'RETRIED', 'STARTED') ORDER BY scheduled, schedule",
        Session.NO_PARAMETERS);
  }

  @Override
  public List<Tick> newest(String schedule, int limit) {
    int most = positive(limit);
    return ticks(
        "WHERE schedule = ? ORDER BY scheduled DESC LIMIT ?",
        statement -> {
          statement.setString(1, schedule);
          statement.setInt(2, most);
        });
  }

  @Override
  public List<Tick> before(String schedule, Instant time, int limit) {
    int most = positive(limit);
    return ticks(
        "WHERE schedule = ? AND scheduled < ? ORDER BY scheduled DESC LIMIT ?",
        statement -> {
          statement.setString(1, schedule);
          statement.setLong(2, Micros.of(time));
          statement.setInt(3, most);
        });
  }

  private static int positive(int limit) {
    if (limit <= 0) {
      throw MetadataException.invalid(
          "limit: " + limit + " (expected: > 0); ask for at least one tick");
    }
    return limit;
  }

  @Override
  public List<Tick> newest(String schedule, TickState state, int limit) {
    return ticks(
        "WHERE schedule = ? AND state = ? ORDER BY scheduled DESC LIMIT ?",
        statement -> {
          statement.setString(1, schedule);
          statement.setString(2, state.name());
          statement.setInt(3, limit);
        });
  }

  @Override
  public Map<TickState, Long> count(String schedule) {
    var counts = new EnumMap<TickState, Long>(TickState.class);
    connections.read(
        session -> {
          session.each(
              "SELECT state, count(*) FROM TributaryTick WHERE schedule = ? GROUP BY state",
              statement -> statement.setString(1, schedule),
              row -> counts.put(TickState.valueOf(row.getString(1)), row.getLong(2)));
          return counts;
        });
    return counts;
  }

  @Override
  public Set<String> causes(String schedule) {
    return connections.read(
        session ->
            Set.copyOf(
                session.list(
                    "SELECT cause FROM TributaryTick WHERE schedule = ? AND cause <> ''",
                    statement -> statement.setString(1, schedule),
                    row -> row.getString(1))));
  }

  @Override
  public int retry(String schedule, Instant now) {
    return connections.write(
        session ->
            session.update(
                "UPDATE TributaryTick SET state = 'RETRIED', run_id = schedule || '-' || cause, reason = '', message = '', changed = ?"
                    + " WHERE schedule = ? AND cause <> '' AND state IN ('FAILED', 'SKIPPED')",
                statement -> {
                  statement.setLong(1, Micros.of(now));
                  statement.setString(2, schedule);
                }));
  }

  @Override
  public List<Arrival> arrivals(Trigger.OnArtifact output, Instant since) {
    return connections.read(
        session ->
            session.list(
                "SELECT artifact.id, run.id FROM TributaryRun AS run"
                    + " JOIN TributaryNode AS node ON node.run_id = run.id AND node.node_id = ? AND node.state = 'COMPLETE'"
                    + " JOIN Event AS event ON event.execution_id = node.execution_id AND event.type = 4"
                    + " JOIN EventPath AS path ON path.event_id = event.id AND path.step_key = ?"
                    + " JOIN Artifact AS artifact ON artifact.id = event.artifact_id AND artifact.state = 2"
                    + " WHERE run.pipeline = ? AND run.state = 'COMPLETE' AND run.ended >= ?"
                    + " ORDER BY run.ended, artifact.id",
                statement -> {
                  statement.setString(1, output.node());
                  statement.setString(2, output.output());
                  statement.setString(3, output.pipeline());
                  statement.setLong(4, Micros.of(since));
                },
                row -> new Arrival(row.getLong(1), row.getString(2))));
  }

  private List<Tick> ticks(String which, Binder parameters) {
    return connections.read(
        session -> session.list(TICKS + which, parameters, SqlScheduleStore::tick));
  }

  private static Tick tick(ResultSet row) throws SQLException {
    var reason = row.getString(6);
    return new Tick(
        row.getString(1),
        Micros.toInstant(row.getLong(2)),
        Micros.toInstant(row.getLong(3)),
        TickState.valueOf(row.getString(4)),
        row.getString(5),
        reason.isEmpty() ? Optional.empty() : Optional.of(SkipReason.valueOf(reason)),
        row.getString(7),
        Micros.toInstant(row.getLong(8)),
        row.getString(9),
        row.getString(10));
  }

  private static Schedule schedule(ResultSet row) throws SQLException {
    var name = row.getString(1);
    var ends = row.getLong(13);
    var end = row.wasNull() ? Optional.<Instant>empty() : Optional.of(Micros.toInstant(ends));
    return new Schedule(
        name,
        row.getString(2),
        texts(name, row.getString(3)),
        pairs(texts(name, row.getString(4))),
        trigger(name, row),
        CatchUp.valueOf(row.getString(9)),
        Overlap.valueOf(row.getString(10)),
        row.getBoolean(11),
        Micros.toInstant(row.getLong(12)),
        end,
        Micros.toInstant(row.getLong(14)),
        Micros.toInstant(row.getLong(15)),
        Optional.ofNullable(row.getString(17)).map(words -> EventWords.plan(texts(name, words))));
  }

  private static Trigger trigger(String name, ResultSet row) throws SQLException {
    var event = row.getString(16);
    if (event != null) {
      return EventWords.trigger(texts(name, event));
    }
    var cron = row.getString(5);
    return cron == null
        ? new Trigger.Every(
            Duration.ofSeconds(row.getLong(7)), Instant.ofEpochSecond(row.getLong(8)))
        : new Trigger.Cron(cron, ZoneId.of(row.getString(6)));
  }

  private static List<String> flat(Map<String, String> pairs) {
    var flat = new ArrayList<String>();
    pairs.forEach(
        (name, value) -> {
          flat.add(name);
          flat.add(value);
        });
    return flat;
  }

  private static Map<String, String> pairs(List<String> flat) {
    var pairs = new LinkedHashMap<String, String>();
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      pairs.put(flat.get(i), flat.get(i + 1));
    }
    return pairs;
  }

  private static List<String> texts(String schedule, String json) {
    if (json.equals("[]")) {
      return List.of();
    }
    var list = ListValue.newBuilder();
    try {
      JsonFormat.parser().merge(json, list);
    } catch (InvalidProtocolBufferException e) {
      throw new MetadataException(
          Code.DATA_LOSS,
          "schedule '"
              + schedule
              + "': "
              + e.getMessage()
              + " (expected: a JSON array of texts); remove the schedule and add it again",
          e);
    }
    return list.getValuesList().stream().map(Value::getStringValue).toList();
  }
}
