package io.tributary.cli.data;

import io.tributary.api.data.ExamplesWriter;
import io.tributary.data.Batches;
import io.tributary.data.split.Sampling;
import io.tributary.data.split.SplitWriter;
import io.tributary.data.split.Splits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;

/**
 * How rows become a folder of examples.
 *
 * @param seed of the sampling
 */
public record ExamplesFolder(Splits splits, Sampling sampling, long seed, int threads) {

  /**
   * Writes the splits into a folder that exists.
   *
   * @return how many rows each has
   */
  public Map<String, Long> write(Batches batches, Path folder) throws IOException {
    var temporary = Files.createDirectory(folder.resolve("temporary"));
    try (var allocator = new RootAllocator()) {
      var rows =
          new SplitWriter(splits, sampling, seed, threads)
              .write(
                  batches,
                  name ->
                      new ExamplesWriter(
                          Files.createDirectory(folder.resolve("Split-" + name)),
                          batches.schema(),
                          allocator),
                  temporary,
                  allocator);
      Files.delete(temporary);
      return rows;
    }
  }
}
