package io.tributary.metadata;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class RemoteAuditStoreTest extends AuditStoreContract {

  @TempDir Path directory;

  private @Nullable RemoteStore remote;

  @Override
  MetadataDatabase openDatabase(Clock clock) throws IOException {
    stop();
    remote = RemoteStore.open(directory.resolve("metadata.db"), clock);
    return remote.connect();
  }

  @AfterEach
  void stop() {
    if (remote != null) {
      remote.close();
    }
  }
}
