package io.tributary.metadata;

import java.sql.SQLException;

class PostgresStoreFuzzTest extends StoreFuzzCases {
  private final String address = PostgresServer.shared().newDatabase();

  @Override
  String address() {
    return address;
  }

  @Override
  DatabaseWatch watch() throws SQLException {
    return DatabaseWatch.ofPostgres(address);
  }

  @Override
  int rounds() {
    return 6;
  }

  @Override
  boolean keepsHugeNames() {
    return false;
  }
}
