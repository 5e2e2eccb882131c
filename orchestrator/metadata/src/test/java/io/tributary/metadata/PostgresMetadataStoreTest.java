package io.tributary.metadata;

import static java.util.Map.entry;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

class PostgresMetadataStoreTest extends MetadataStoreContract {

  private final String address = PostgresServer.shared().newDatabase();

  private @Nullable MetadataDatabase database;

  @Override
  protected MetadataStore createStore() {
    return open();
  }

  @Override
  protected MetadataStore reopenStore() {
    close();
    return open();
  }

  private MetadataStore open() {
    var opened = MetadataDatabase.open(address, new TickingClock(Duration.ofMillis(1)));
    database = opened;
    return opened.store();
  }

  /**
   * LIKE tells cases apart and takes a backslash for an escape, text counts from its begin only,
   * numbers do not overflow, and no text holds the character 0.
   */
  @Override
  protected Map<String, String> otherwise() {
    return Map.ofEntries(
        entry("name LIKE 'A1'", ""),
        entry("properties.s.string_value LIKE 'a\\\\_b'", "6"),
        entry("properties.s.string_value LIKE 'a\\\\%b'", "5"),
        entry("properties.s.string_value LIKE 'x'", "1"),
        entry("properties.s.string_value NOT LIKE 'x'", "2 3 4 5 6"),
        entry("SUBSTR(name, 0) = 'a1'", "2"),
        entry("SUBSTR(name, -1) = '1'", ""),
        entry("id < 8 AND id * 9223372036854775807 > 0", "!3"),
        entry("9223372036854775807 + 1 > 0", "!3"),
        entry("contexts_0.name LIKE 'C%'", ""),
        entry("name = 'a\\x00'", "!3"));
  }

  @AfterEach
  void close() {
    if (database != null) {
      database.close();
    }
  }
}
