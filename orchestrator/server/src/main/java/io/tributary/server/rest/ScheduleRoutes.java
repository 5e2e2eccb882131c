package io.tributary.server.rest;

import io.tributary.metadata.Role;
import io.tributary.metadata.Schedule;
import io.tributary.server.KeptSchedule;
import io.tributary.server.ScheduleSpec;
import io.tributary.server.Schedules;
import io.tributary.server.json.Field;
import io.tributary.server.json.Shape;
import io.tributary.server.view.ScheduleView;
import io.tributary.server.view.TickView;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Schedules, which this server and others run when they fall due. */
final class ScheduleRoutes {
  private static final Parameter SCHEDULE = Parameter.path("schedule", Routes.SCHEDULE, "its name");

  private final Served served;
  private final Schedules schedules;

  ScheduleRoutes(Served served) {
    this.served = served;
    this.schedules = new Schedules(served.home().metadata(), served.home().clock());
  }

  /** A time at which a schedule is to fall due. */
  record NextView(@Field("unless the schedule is paused then") Instant time) {}

  List<Route> routes() {
    return List.of(
        Route.of(Method.GET, "/schedules", "listSchedules", "Schedules, by name.", this::list)
            .taking(Parameter.LIMIT, Parameter.AFTER)
            .answeringPages(ScheduleView.class),
        Route.of(Method.POST, "/schedules", "addSchedule", "Adds a schedule.", this::add)
            .changing("schedule.add", Role.AUTHOR)
            .taking(new Body.Json(Shape.of(ScheduleSpec.class)))
            .refusing(409, 422)
            .answering(201, Shape.of(ScheduleView.class))
            .making("schedule", "name"),
        Route.of(Method.GET, "/schedules/{schedule}", "getSchedule", "A schedule.", this::get)
            .taking(SCHEDULE)
            .answering(200, Shape.of(ScheduleView.class)),
        Route.of(
                Method.DELETE,
                "/schedules/{schedule}",
                "removeSchedule",
                "Removes a schedule. Runs under way go on.",
                this::remove)
            .changing("schedule.remove", Role.AUTHOR)
            .taking(SCHEDULE)
            .answeringNothing(),
        Route.of(
                Method.POST,
                "/schedules/{schedule}/pause",
                "pauseSchedule",
                "Pauses a schedule: what falls due, or waits for its turn, is skipped. Runs under way go on.",
                this::pause)
            .changing("schedule.pause", Role.OPERATOR)
            .taking(SCHEDULE)
            .answering(200, Shape.of(ScheduleView.class)),
        Route.of(
                Method.POST,
                "/schedules/{schedule}/resume",
                "resumeSchedule",
                "Lets a paused schedule go on with the next time that is to come.",
                this::resume)
            .changing("schedule.resume", Role.OPERATOR)
            .taking(SCHEDULE)
            .refusing(422)
            .answering(200, Shape.of(ScheduleView.class)),
        Route.of(
                Method.GET,
                "/schedules/{schedule}/next",
                "listNextTimes",
                "The next times at which a schedule falls due.",
                this::next)
            .taking(SCHEDULE, Parameter.LIMIT)
            .answeringPages(NextView.class),
        Route.of(
                Method.GET,
                "/schedules/{schedule}/ticks",
                "listTicks",
                "The times at which a schedule fell due, and what became of them; newest first.",
                this::ticks)
            .taking(SCHEDULE, Parameter.LIMIT, Parameter.AFTER_TIME)
            .answeringPages(TickView.class));
  }

  private ScheduleView view(Schedule schedule) {
    return ScheduleView.of(schedule, schedules, served.home().metadata());
  }

  private Answer list(Call call) {
    var page = Answer.page(schedules.all(), call, Schedule::name);
    return page.map(Schedule.class, this::view);
  }

  private Answer get(Call call) {
    return Answer.ok(view(schedules.find(call.text("schedule"))));
  }

  private Answer add(Call call) throws IOException {
    var spec = call.body(ScheduleSpec.class);
    call.about(spec.name());
    Schedule schedule;
    try {
      schedule = spec.at(served.home().clock().instant());
    } catch (IllegalArgumentException e) {
      throw unprocessable(e);
    }
    var paths = RunRoutes.paths(served, RunRoutes.kept(served, spec.jars().orElse(List.of())));
    PipelineRoutes.requireRunnable(
        served,
        spec.pipeline(),
        spec.settings().orElse(Map.of()),
        spec.asksForSpans() ? "0" : "", // whether it can be told one; which does not matter
        paths);
    try {
      var added =
          KeptSchedule.store(
              served.home(),
              schedule,
              paths,
              kept ->
                  served
                      .home()
                      .metadata()
                      .<Schedule, RuntimeException>transact(
                          () -> {
                            var stored = schedules.add(kept);
                            call.audit()
                                .done(
                                    "schedule.add", stored.name(), "pipeline " + stored.pipeline());
                            return stored;
                          }));
      return Answer.created(view(added), Route.BASE + "/schedules/" + added.name());
    } catch (IllegalArgumentException e) {
      throw unprocessable(e);
    }
  }

  private static Refusal unprocessable(IllegalArgumentException e) {
    return Refusal.of(422, List.of(Problem.explanation(String.valueOf(e.getMessage()))));
  }

  /** Does something to a schedule. */
  private interface Change {
    Schedule make(String name);
  }

  private Schedule change(Call call, String action, Change change) {
    var name = call.text("schedule");
    return served
        .home()
        .metadata()
        .<Schedule, RuntimeException>transact(
            () -> {
              var changed = change.make(name);
              call.audit().done(action, name, "");
              return changed;
            });
  }

  private Answer remove(Call call) {
    change(
        call,
        "schedule.remove",
        name -> {
          var removed = schedules.find(name);
          schedules.remove(name);
          return removed;
        });
    return Answer.nothing();
  }

  private Answer pause(Call call) {
    return Answer.ok(view(change(call, "schedule.pause", schedules::pause)));
  }

  private Answer resume(Call call) {
    try {
      return Answer.ok(view(change(call, "schedule.resume", schedules::resume)));
    } catch (IllegalArgumentException e) {
      throw unprocessable(e);
    }
  }

  private Answer next(Call call) {
    var schedule = schedules.find(call.text("schedule"));
    return Answer.page(
        schedules.next(schedule, call.limit()).stream().map(NextView::new).toList(),
        Optional.empty());
  }

  private Answer ticks(Call call) {
    return ticks(served, schedules.find(call.text("schedule")).name(), call);
  }

  /** Those of a schedule, or of a back-fill. */
  static Answer ticks(Served served, String name, Call call) {
    var store = served.home().metadata().schedules();
    var after = call.find(Parameter.AFTER_TIME.name(), Instant.class);
    var ticks =
        after.isPresent()
            ? store.before(name, after.get(), call.limit())
            : store.newest(name, call.limit());
    return Answer.page(
        ticks.stream().map(TickView::of).toList(),
        ticks.size() < call.limit()
            ? Optional.empty()
            : Optional.of(ticks.get(ticks.size() - 1).scheduled().toString()));
  }
}
