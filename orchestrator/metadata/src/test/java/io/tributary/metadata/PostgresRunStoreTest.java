package io.tributary.metadata;

import java.time.Clock;

class PostgresRunStoreTest extends RunStoreContract {

  private final String address = PostgresServer.shared().newDatabase();

  @Override
  MetadataDatabase openDatabase(Clock clock) {
    return MetadataDatabase.open(address, clock);
  }
}
