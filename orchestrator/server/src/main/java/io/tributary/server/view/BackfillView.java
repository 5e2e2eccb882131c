package io.tributary.server.view;

import io.tributary.metadata.TickState;
import io.tributary.server.Backfills.Progress;
import io.tributary.server.Backfills.State;
import io.tributary.server.json.Field;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A back-fill, and how far it is. */
public record BackfillView(
    String name,
    String pipeline,
    State state,
    @Field("number of its first span") long from,
    @Field("number of its last span") long to,
    long spansInARun,
    @Field("how many runs may be under way") int limit,
    @Field("how many runs it has") long pieces,
    long complete,
    long failed,
    long underWay,
    @Field("what is left to run, or under way") long left,
    Instant created,
    Map<String, String> settings,
    @Field("SHA-256 of each") List<String> jars) {

  public static BackfillView of(Progress progress) {
    var backfill = progress.backfill();
    var trigger = progress.trigger();
    return new BackfillView(
        backfill.name(),
        backfill.pipeline(),
        progress.state(),
        trigger.first(),
        trigger.last(),
        trigger.size(),
        trigger.limit(),
        progress.pieces(),
        progress.count(TickState.ENDED),
        progress.count(TickState.FAILED),
        progress.count(TickState.STARTED),
        progress.left(),
        backfill.created(),
        backfill.settings(),
        ScheduleView.digests(backfill));
  }
}
