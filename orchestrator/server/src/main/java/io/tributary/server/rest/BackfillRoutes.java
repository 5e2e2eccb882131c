package io.tributary.server.rest;

import io.tributary.api.span.ScheduledSpan;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.Role;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.Trigger;
import io.tributary.server.Backfills;
import io.tributary.server.Backfills.Progress;
import io.tributary.server.KeptSchedule;
import io.tributary.server.json.Field;
import io.tributary.server.json.Shape;
import io.tributary.server.view.BackfillView;
import io.tributary.server.view.TickView;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Back-fills, which this server and others work on. */
final class BackfillRoutes {
  private static final Parameter BACKFILL = Parameter.path("backfill", Routes.SCHEDULE, "its name");

  private final Served served;
  private final Backfills backfills;

  BackfillRoutes(Served served) {
    this.served = served;
    this.backfills = new Backfills(served.home().metadata(), served.home().clock());
  }

  /** A back-fill that is to begin. */
  record BackfillStart(
      @Field(value = "begins the ids of its runs", pattern = Routes.SCHEDULE) String name,
      @Field(
              value = "one that the server announces, or a class that is one",
              pattern = Routes.PIPELINE)
          String pipeline,
      @Field(
              value = "number of the first span; of a day, how many days after 1970-01-01",
              min = 0,
              max = MOST_SPAN)
          long from,
      @Field(value = "number of the last span, which is run, too", min = 0, max = MOST_SPAN)
          long to,
      @Field(value = "default 1", min = 1, max = MOST_SPAN) Optional<Long> spansInARun,
      @Field(
              value = "how many runs may be under way; default 1",
              min = 1,
              max = Backfills.MOST_AT_A_TIME)
          Optional<Integer> limit,
      @Field(value = "of the pipeline, and runtime parameters", pattern = Routes.VALUE, max = 200)
          Optional<Map<String, String>> settings,
      @Field(
              value = "SHA-256 of each jar, as they were uploaded",
              pattern = Routes.DIGEST,
              max = 100)
          Optional<List<String>> jars) {
    static final long MOST_SPAN = 1_000_000_000;
  }

  List<Route> routes() {
    return List.of(
        Route.of(Method.GET, "/backfills", "listBackfills", "Back-fills, by name.", this::list)
            .taking(Parameter.LIMIT, Parameter.AFTER)
            .answeringPages(BackfillView.class),
        Route.of(
                Method.POST,
                "/backfills",
                "beginBackfill",
                "Runs a pipeline on spans of the past: every server works on it.",
                this::begin)
            .changing("backfill.begin", Role.OPERATOR)
            .taking(new Body.Json(Shape.of(BackfillStart.class)))
            .refusing(409, 422)
            .answering(201, Shape.of(BackfillView.class))
            .making("backfill", "name"),
        Route.of(
                Method.GET,
                "/backfills/{backfill}",
                "getBackfill",
                "How far a back-fill is.",
                this::get)
            .taking(BACKFILL)
            .answering(200, Shape.of(BackfillView.class)),
        Route.of(
                Method.GET,
                "/backfills/{backfill}/pieces",
                "listPieces",
                "The pieces of a back-fill that have begun, newest first.",
                this::pieces)
            .taking(BACKFILL, Parameter.LIMIT, Parameter.AFTER_TIME)
            .answeringPages(TickView.class),
        Route.of(
                Method.POST,
                "/backfills/{backfill}/cancel",
                "cancelBackfill",
                "Begins no more pieces. Runs under way go on to their end.",
                this::cancel)
            .changing("backfill.cancel", Role.OPERATOR)
            .taking(BACKFILL)
            .answering(200, Shape.of(BackfillView.class)),
        Route.of(
                Method.POST,
                "/backfills/{backfill}/resume",
                "resumeBackfill",
                "Goes on with what was canceled, and tries again what has failed.",
                this::resume)
            .changing("backfill.resume", Role.OPERATOR)
            .taking(BACKFILL)
            .answering(200, Shape.of(BackfillView.class)));
  }

  private Answer list(Call call) {
    return Answer.page(
        backfills.all().stream().map(BackfillView::of).toList(), call, BackfillView::name);
  }

  private Answer get(Call call) {
    return Answer.ok(BackfillView.of(backfills.find(call.text("backfill"))));
  }

  private Answer begin(Call call) throws IOException {
    var body = call.body(BackfillStart.class);
    call.about(body.name());
    if (body.from() > body.to()) {
      throw Refusal.of(
          422,
          "body > from, to",
          body.from() + ", " + body.to(),
          "the first span, and the last",
          "swap them");
    }
    var now = served.home().clock().instant();
    var trigger =
        new Trigger.Backfill(
            body.from(), body.to(), body.spansInARun().orElse(1L), body.limit().orElse(1));
    var settings = body.settings().orElse(Map.of());
    var backfill =
        Schedule.of(body.name(), body.pipeline(), trigger, now, now).withSettings(settings);
    var paths = RunRoutes.paths(served, RunRoutes.kept(served, body.jars().orElse(List.of())));
    PipelineRoutes.requireRunnable(
        served, body.pipeline(), settings, ScheduledSpan.of(body.from()).toString(), paths);
    var begun =
        KeptSchedule.store(
            served.home(),
            backfill,
            paths,
            kept -> change(call, "backfill.begin", body.name(), () -> backfills.begin(kept)));
    return Answer.created(BackfillView.of(begun), Route.BASE + "/backfills/" + body.name());
  }

  private Progress change(
      Call call,
      String action,
      String name,
      MetadataDatabase.Work<Progress, RuntimeException> work) {
    return served
        .home()
        .metadata()
        .<Progress, RuntimeException>transact(
            () -> {
              var changed = work.run();
              call.audit()
                  .done(
                      action,
                      name,
                      "spans " + changed.trigger().first() + " to " + changed.trigger().last());
              return changed;
            });
  }

  private Answer cancel(Call call) {
    var name = call.text("backfill");
    return Answer.ok(
        BackfillView.of(change(call, "backfill.cancel", name, () -> backfills.cancel(name))));
  }

  private Answer resume(Call call) {
    var name = call.text("backfill");
    return Answer.ok(
        BackfillView.of(change(call, "backfill.resume", name, () -> backfills.resume(name))));
  }

  private Answer pieces(Call call) {
    return ScheduleRoutes.ticks(
        served, backfills.find(call.text("backfill")).backfill().name(), call);
  }
}
