package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.metadata.AuditEntry.Outcome;
import io.tributary.metadata.MetadataException.Code;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every audit log must do. An implementation's test extends this class. */
abstract class AuditStoreContract {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00.123456Z");

  private MetadataDatabase database;
  private AuditStore audit;

  /** Opens the database of this test, which is empty at first. */
  abstract MetadataDatabase openDatabase(Clock clock) throws Exception;

  /** The store under test; another than the database's own to see whether this suite notices. */
  AuditStore storeOf(MetadataDatabase opened) {
    return opened.audit();
  }

  @BeforeEach
  final void open() throws Exception {
    database = openDatabase(Clock.systemUTC());
    audit = storeOf(database);
  }

  @AfterEach
  final void close() {
    database.close();
  }

  private static AuditEntry entry(String subject, Outcome outcome) {
    return AuditEntry.of(NOW, "cli:me", "schedule.add", subject, outcome, "a \"quoted\"\nünï line");
  }

  private List<String> subjects(long before, int limit) {
    return audit.before(before, limit).stream().map(AuditEntry::subject).toList();
  }

  @Test
  void entriesAreReadAsTheyWereWrittenAlsoAfterReopening() throws Exception {
    for (var outcome : Outcome.values()) {
      audit.append(entry(outcome.name(), outcome));
    }
    close();
    open();
    assertThat(audit.newest(9))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("id")
        .containsExactly(
            entry("FAILED", Outcome.FAILED),
            entry("REFUSED", Outcome.REFUSED),
            entry("DONE", Outcome.DONE));
  }

  @Test
  void newestComeFirstInTheOrderInWhichTheyWereWritten() {
    // Clocks jump; the order does not.
    audit.append(AuditEntry.of(NOW.plusSeconds(9), "ops", "run.start", "first", Outcome.DONE, ""));
    audit.append(entry("second", Outcome.DONE));
    audit.append(entry("third", Outcome.DONE));
    assertThat(subjects(Long.MAX_VALUE, 2)).containsExactly("third", "second");
    var second = audit.newest(2).get(1).id();
    assertThat(subjects(second, 9)).containsExactly("first");
    assertThat(subjects(second + 1, 9)).containsExactly("second", "first");
    assertThat(subjects(0, 9)).isEmpty();
  }

  @Test
  void limitIsPositive() {
    assertThatThrownBy(() -> audit.newest(0))
        .isInstanceOfSatisfying(
            MetadataException.class, e -> assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT))
        .hasMessageContaining("(expected: ");
  }

  @Test
  void entryIsUndoneWithTheChangeThatItTellsOf() {
    audit.append(entry("kept", Outcome.DONE));
    assertThatThrownBy(
            () ->
                database.transact(
                    () -> {
                      audit.append(entry("undone", Outcome.DONE));
                      throw new IllegalStateException("undo");
                    }))
        .hasMessage("undo");
    assertThat(subjects(Long.MAX_VALUE, 9)).containsExactly("kept");
  }
}
