package io.tributary.metadata;

import java.time.Clock;

class PostgresTokenStoreTest extends TokenStoreContract {

  private final String address = PostgresServer.shared().newDatabase();

  @Override
  MetadataDatabase openDatabase(Clock clock) {
    return MetadataDatabase.open(address, clock);
  }
}
