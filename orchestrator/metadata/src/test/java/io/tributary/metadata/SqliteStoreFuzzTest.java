package io.tributary.metadata;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreFuzzTest extends StoreFuzzCases {
  @TempDir Path directory;

  private Path file() {
    return directory.resolve("metadata.db");
  }

  @Override
  String address() {
    return "sqlite:" + file();
  }

  @Override
  DatabaseWatch watch() throws SQLException {
    return DatabaseWatch.ofSqlite(file());
  }

  @Override
  int rounds() {
    return 20;
  }

  @Override
  boolean keepsHugeNames() {
    return true;
  }
}
