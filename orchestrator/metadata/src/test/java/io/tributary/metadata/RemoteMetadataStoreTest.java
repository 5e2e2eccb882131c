package io.tributary.metadata;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract over gRPC, against a server on SQLite. */
class RemoteMetadataStoreTest extends MetadataStoreContract {
  @TempDir Path directory;

  private @Nullable RemoteStore remote;

  @Override
  protected MetadataStore createStore() throws IOException {
    return open();
  }

  @Override
  protected MetadataStore reopenStore() throws IOException {
    close();
    return open();
  }

  private MetadataStore open() throws IOException {
    var opened = RemoteStore.open(directory.resolve("metadata.db"));
    remote = opened;
    return opened.client();
  }

  @AfterEach
  void close() {
    if (remote != null) {
      remote.close();
    }
  }
}
