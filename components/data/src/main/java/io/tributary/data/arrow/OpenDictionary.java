package io.tributary.data.arrow;

import io.tributary.data.ipc.ColumnLoader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** The values that the codes of columns stand for, in one part or several. Not thread-safe. */
final class OpenDictionary implements AutoCloseable {
  private final List<ArrowBlock> places;
  private final BufferAllocator allocator;
  private final List<ColumnLoader> parts = new ArrayList<>();
  private final List<FieldVector> values = new ArrayList<>();
  private long size;

  private OpenDictionary(List<ArrowBlock> places, BufferAllocator allocator) {
    this.places = places;
    this.allocator = allocator;
  }

  /**
   * Loads all parts.
   *
   * @param column one that has the values
   */
  static OpenDictionary load(
      FileChannel file, List<ArrowBlock> places, Field column, BufferAllocator allocator)
      throws IOException {
    var dictionary = new OpenDictionary(places, allocator);
    try {
      for (var place : places) {
        var part = new ColumnLoader(new Schema(List.of(column)), List.of(0), allocator);
        dictionary.parts.add(part);
        var values = part.load(file, place).getVector(0);
        SoundBuffers.require(values);
        dictionary.values.add(values);
        dictionary.size += values.getValueCount();
      }
      return dictionary;
    } catch (IOException | RuntimeException e) {
      try (dictionary) {
        throw e;
      }
    }
  }

  /** Whether it consists of these parts. */
  boolean isOf(List<ArrowBlock> others) {
    return places.equals(others);
  }

  /** The values of the codes of a column; the caller closes them. */
  FieldVector decode(FieldVector codes, Field column) throws IOException {
    var target = column.createVector(allocator);
    try {
      target.setInitialCapacity(codes.getValueCount());
      target.allocateNew();
      for (int row = 0; row < codes.getValueCount(); row++) {
        if (!codes.isNull(row)) {
          copy(((BaseIntVector) codes).getValueAsLong(row), row, target);
        }
      }
      target.setValueCount(codes.getValueCount());
      return target;
    } catch (IOException | RuntimeException e) {
      try (target) {
        throw e;
      }
    }
  }

  private void copy(long code, int row, FieldVector target) throws IOException {
    if (code < 0 || code >= size) {
      throw new IOException(
          "column '" + target.getName() + "': code " + code + " for one of " + size + " values");
    }
    long rest = code;
    int part = 0;
    while (rest >= values.get(part).getValueCount()) {
      rest -= values.get(part++).getValueCount();
    }
    target.copyFromSafe((int) rest, row, values.get(part));
  }

  @Override
  public void close() {
    parts.forEach(ColumnLoader::close);
  }
}
