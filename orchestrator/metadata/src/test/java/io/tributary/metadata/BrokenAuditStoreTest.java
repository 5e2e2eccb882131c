package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of the audit log notices logs that break one promise each. */
class BrokenAuditStoreTest {
  @TempDir Path directory;

  /** Hands everything on; what a fault is about is overridden. */
  private static class Sound implements AuditStore {
    final AuditStore store;

    Sound(AuditStore store) {
      this.store = store;
    }

    @Override
    public void append(AuditEntry entry) {
      store.append(entry);
    }

    @Override
    public List<AuditEntry> before(long id, int limit) {
      return store.before(id, limit);
    }
  }

  @Test
  void soundLogPasses() {
    assertThat(failures(Sound::new)).isEmpty();
  }

  @Test
  void logThatIsSortedByClocksFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public List<AuditEntry> before(long id, int limit) {
                        return super.before(id, 1000).stream()
                            .sorted(Comparator.comparing(AuditEntry::time).reversed())
                            .limit(super.before(id, limit).size())
                            .toList();
                      }
                    }))
        .containsExactly("newestComeFirstInTheOrderInWhichTheyWereWritten");
  }

  @Test
  void logThatLeavesRefusalsOutFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public void append(AuditEntry entry) {
                        if (entry.outcome() != AuditEntry.Outcome.REFUSED) {
                          super.append(entry);
                        }
                      }
                    }))
        .containsExactly("entriesAreReadAsTheyWereWrittenAlsoAfterReopening");
  }

  @Test
  void logThatIsWrittenBesideTheTransactionFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      private final ArrayList<AuditEntry> entries = new ArrayList<>();

                      @Override
                      public void append(AuditEntry entry) {
                        entries.add(entry);
                        super.append(entry);
                      }

                      @Override
                      public List<AuditEntry> before(long id, int limit) {
                        var stored = super.before(id, limit);
                        return entries.stream().anyMatch(e -> e.subject().equals("undone"))
                            ? entries
                            : stored;
                      }
                    }))
        .containsExactly("entryIsUndoneWithTheChangeThatItTellsOf");
  }

  private List<String> failures(UnaryOperator<AuditStore> fault) {
    return SuiteCheck.failures(
        () ->
            new SqliteAuditStoreTest() {
              @Override
              AuditStore storeOf(MetadataDatabase opened) {
                return fault.apply(opened.audit());
              }
            },
        directory);
  }
}
