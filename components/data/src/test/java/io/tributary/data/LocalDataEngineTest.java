package io.tributary.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.data.DataEngine;
import io.tributary.api.data.DataEngineContract;
import java.util.ServiceLoader;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

class LocalDataEngineTest extends DataEngineContract {
  @Override
  protected DataEngine open(BufferAllocator allocator, int threads) {
    return new LocalDataEngine(allocator, threads);
  }

  @Test
  void itIsFoundByServiceLoader() {
    try (var allocator = new RootAllocator()) {
      assertThat(
              ServiceLoader.load(DataEngine.Provider.class)
                  .findFirst()
                  .orElseThrow()
                  .open(allocator, 2))
          .isInstanceOf(LocalDataEngine.class);
    }
  }

  @Test
  void noThreadsAreRefused() {
    try (var allocator = new RootAllocator()) {
      assertThatThrownBy(() -> new LocalDataEngine(allocator, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("threads: 0 (expected: > 0)");
    }
  }
}
