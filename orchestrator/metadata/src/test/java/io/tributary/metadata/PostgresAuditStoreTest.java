package io.tributary.metadata;

import java.time.Clock;

class PostgresAuditStoreTest extends AuditStoreContract {

  private final String address = PostgresServer.shared().newDatabase();

  @Override
  MetadataDatabase openDatabase(Clock clock) {
    return MetadataDatabase.open(address, clock);
  }
}
