package io.tributary.server;

import io.tributary.metadata.Schedule;
import java.io.IOException;

/** What one schedule fails of, and no other. */
final class ScheduleFailure extends IOException {
  private static final long serialVersionUID = 1;

  private ScheduleFailure(String message, Exception cause) {
    super(message, cause);
  }

  static ScheduleFailure of(Schedule schedule, Exception cause) {
    return new ScheduleFailure("schedule '" + schedule.name() + "': " + cause, cause);
  }
}
