package io.tributary.metadata;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteMetadataStoreTest extends MetadataStoreContract {

  @TempDir Path directory;

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
    var opened =
        MetadataDatabase.open(
            directory.resolve("metadata.db"), new TickingClock(Duration.ofMillis(1)));
    database = opened;
    return opened.store();
  }

  @AfterEach
  void close() {
    if (database != null) {
      database.close();
    }
  }
}
