package io.tributary.server;

import static java.util.Objects.requireNonNull;

import io.tributary.core.RunRefusedException;
import io.tributary.metadata.AuditEntry;
import io.tributary.metadata.AuditEntry.Outcome;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.MetadataException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The audit log, as one of those who change something writes into it. Thread-safe. */
public final class Audit {
  private static final int LONGEST = 2_000;

  private final MetadataDatabase database;
  private final Clock clock;
  private final String actor;

  /**
   * @param actor who makes the changes
   */
  public Audit(MetadataDatabase database, Clock clock, String actor) {
    this.database = requireNonNull(database, "database");
    this.clock = requireNonNull(clock, "clock");
    this.actor = requireNonNull(actor, "actor");
  }

  /** The name in the log of whoever has started this process. */
  public static String user() {
    return "cli:" + System.getProperty("user.name", "somebody");
  }

  /** Whose changes these are. */
  public String actor() {
    return actor;
  }

  /**
   * Makes a change in the database, and notes it in the same transaction. If it cannot be made,
   * that is noted instead.
   *
   * @param action such as {@code schedule.pause}
   * @param subject what is changed
   * @param message what is given along; may be empty
   */
  public <T extends @Nullable Object, X extends Exception> T change(
      String action, String subject, String message, MetadataDatabase.Work<T, X> change) throws X {
    try {
      return database.<T, X>transact(
          () -> {
            var result = change.run();
            done(action, subject, message);
            return result;
          });
    } catch (Exception e) {
      failed(action, subject, e);
      throw e;
    }
  }

  /** Notes a change that has been made. */
  public void done(String action, String subject, String message) {
    note(action, subject, Outcome.DONE, message);
  }

  /**
   * Notes why a change could not be made. If that cannot be noted, {@code failure} carries why not.
   */
  public void failed(String action, String subject, Exception failure) {
    boolean refused =
        failure instanceof RunRefusedException
            || failure instanceof IllegalArgumentException
            || (failure instanceof MetadataException metadata && !metadata.mayBeStored());
    try {
      note(
          action,
          subject,
          refused ? Outcome.REFUSED : Outcome.FAILED,
          failure.getMessage() == null ? failure.toString() : failure.getMessage());
    } catch (MetadataException e) {
      failure.addSuppressed(e);
    }
  }

  /** Notes what came of an attempt at a change. */
  public void note(String action, String subject, Outcome outcome, String message) {
    database
        .audit()
        .append(
            AuditEntry.of(
                clock.instant(), actor, action, shortened(subject), outcome, shortened(message)));
  }

  /** Without what no database takes, and of a length that can be read. */
  private static String shortened(String text) {
    var clean = text.replace('\0', ' ');
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + " ...";
  }
}
