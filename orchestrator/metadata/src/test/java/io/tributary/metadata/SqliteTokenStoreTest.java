package io.tributary.metadata;

import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

class SqliteTokenStoreTest extends TokenStoreContract {

  @TempDir Path directory;

  @Override
  MetadataDatabase openDatabase(Clock clock) {
    return MetadataDatabase.open(directory.resolve("metadata.db"), clock);
  }
}
