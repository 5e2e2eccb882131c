package io.tributary.core.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrentStagingTest {
  private static final int ROUNDS = 100;

  @TempDir Path directory;

  @Test
  void attemptsStageAndDiscardBesideEachOther() throws Exception {
    var store = new LocalArtifactStore(directory);
    var work = new ArrayList<Callable<Integer>>();
    for (var node : new String[] {"a", "b", "c"}) {
      work.add(
          () -> {
            for (int i = 1; i <= ROUNDS; i++) {
              var attempt = new Attempt("run", node, i);
              Files.createFile(store.stage(attempt, "out").resolve("file"));
              store.discard(attempt);
            }
            return ROUNDS;
          });
    }
    var pool = Executors.newFixedThreadPool(work.size());
    try {
      for (var done : pool.invokeAll(work)) {
        assertThat(done.get()).isEqualTo(ROUNDS);
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(store.staged()).isEmpty();
  }
}
