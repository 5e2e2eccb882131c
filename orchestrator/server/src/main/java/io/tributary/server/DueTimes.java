package io.tributary.server;

import io.tributary.metadata.Schedule;
import io.tributary.metadata.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** When schedules fall due next; each is asked once, as long as it stays as it is. */
final class DueTimes {
  private final Map<Trigger, Times> times = new HashMap<>();
  private final Map<Schedule, Optional<Instant>> due = new HashMap<>();
  private final List<Throwable> failures = new ArrayList<>();

  /** Forgets all others. */
  void retain(List<Schedule> schedules) {
    times.keySet().retainAll(schedules.stream().map(Schedule::trigger).toList());
    due.keySet().retainAll(new HashSet<>(schedules));
  }

  /** When a schedule falls due next, or has fallen due first; never, if that cannot be told. */
  Optional<Instant> of(Schedule schedule) {
    if (!due.containsKey(schedule)) {
      try {
        due.put(schedule, timetable(schedule).next(schedule.settled()));
      } catch (RuntimeException e) {
        leaveAlone(schedule, e);
      }
    }
    return due.getOrDefault(schedule, Optional.empty());
  }

  /** When the first of them falls due. */
  Optional<Instant> earliest(List<Schedule> schedules) {
    return schedules.stream().flatMap(schedule -> of(schedule).stream()).min(Instant::compareTo);
  }

  boolean isDue(Schedule schedule, Instant now) {
    return of(schedule).filter(time -> !time.isAfter(now)).isPresent();
  }

  Timetable timetable(Schedule schedule) {
    return new Timetable(
        times.computeIfAbsent(schedule.trigger(), Times::of), schedule.start(), schedule.end());
  }

  /** As long as a schedule is as it is, it cannot be followed, and does not fall due. */
  void leaveAlone(Schedule schedule, Exception e) {
    due.put(schedule, Optional.empty());
    failures.add(ScheduleFailure.of(schedule, e));
  }

  /** What schedules were left alone for since this was asked last. */
  List<Throwable> failures() {
    var told = List.copyOf(failures);
    failures.clear();
    return told;
  }
}
