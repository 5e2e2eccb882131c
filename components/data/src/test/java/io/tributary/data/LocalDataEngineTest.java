package io.tributary.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.data.ColumnTrace;
import io.tributary.api.data.DataEngine;
import io.tributary.api.data.DataEngineContract;
import io.tributary.api.data.ExamplesReader;
import io.tributary.api.data.Rows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ServiceLoader;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void onlyTheBytesOfColumnsThatAreReadAreLookedAt(@TempDir Path directory) throws IOException {
    try (var allocator = new RootAllocator()) {
      var dataset = Rows.dataset(directory, allocator, new int[] {1_000});
      damageTheFirstColumn(dataset.parts().get(0), allocator);
      var engine = new LocalDataEngine(allocator, 1);

      assertThatThrownBy(() -> engine.aggregate(dataset, new ColumnTrace(Set.of("n", "x"))))
          .hasMessageContaining("record batch 1: cannot be loaded");
      assertThat(engine.aggregate(dataset, new ColumnTrace(Set.of("x"))).rows()).isEqualTo(1_000);
    }
  }

  private static void damageTheFirstColumn(Path part, RootAllocator allocator) throws IOException {
    try (var reader = ExamplesReader.open(part, allocator);
        var file = FileChannel.open(part, StandardOpenOption.WRITE)) {
      var block = reader.getRecordBlocks().get(0);
      file.write(ByteBuffer.wrap(new byte[64]), block.getOffset() + block.getMetadataLength() + 8);
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
