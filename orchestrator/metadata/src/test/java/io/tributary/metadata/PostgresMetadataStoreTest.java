package io.tributary.metadata;

import java.time.Duration;
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

  @AfterEach
  void close() {
    if (database != null) {
      database.close();
    }
  }
}
