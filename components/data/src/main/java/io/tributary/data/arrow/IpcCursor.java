package io.tributary.data.arrow;

import io.tributary.api.ExecutionFailure;
import io.tributary.data.Batches;
import io.tributary.data.ipc.ColumnLoader;
import io.tributary.data.source.BrokenFile;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Loads record batches of Arrow files, and decodes what is dictionary-encoded. */
final class IpcCursor implements Batches.Cursor {
  private final IpcBatches batches;
  private final BufferAllocator allocator;
  private final List<FieldVector> decoded = new ArrayList<>();
  private final Map<Long, OpenDictionary> dictionaries = new HashMap<>();
  private @Nullable IpcFile open;
  private @Nullable FileChannel channel;
  private @Nullable ColumnLoader loader;

  IpcCursor(IpcBatches batches, BufferAllocator allocator) {
    this.batches = batches;
    this.allocator = allocator;
  }

  @Override
  public VectorSchemaRoot load(int batch) throws IOException {
    var place = batches.places().get(batch);
    try {
      var from = channel(place.file());
      var stored = loader(place.file()).load(from, place.batch().place());
      clearDecoded();
      for (var column : stored.getFieldVectors()) {
        if (column.getValueCount() != stored.getRowCount()) {
          throw new IOException("column '" + column.getName() + "': other rows than the batch");
        }
        SoundBuffers.require(column);
      }
      var columns = new ArrayList<FieldVector>();
      for (int i = 0; i < batches.kept().places().size(); i++) {
        columns.add(decoded(place, from, batches.kept().places().get(i), stored.getVector(i)));
      }
      return new VectorSchemaRoot(batches.schema(), columns, stored.getRowCount());
    } catch (OutOfMemoryException | ClosedByInterruptException | ExecutionFailure e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw BrokenFile.failure(
          batches.place(batch),
          "cannot be loaded (" + BrokenFile.reason(e) + ")",
          "the bytes that were written",
          e);
    }
  }

  private FieldVector decoded(
      IpcBatches.Place place, FileChannel from, int column, FieldVector stored) throws IOException {
    var columns = place.file().columns();
    var dictionary = columns.dictionaries().get(column);
    if (dictionary.isEmpty()) {
      return stored;
    }
    var id = dictionary.get();
    var parts = place.batch().dictionaries().get(id);
    if (parts == null) {
      throw new IOException("dictionary " + id + " is absent");
    }
    var shown = columns.shown().getFields().get(column);
    var known = dictionaries.get(id);
    if (known == null || !known.isOf(parts)) {
      if (known != null) {
        dictionaries.remove(id);
        known.close();
      }
      known = OpenDictionary.load(from, parts, shown, allocator);
      dictionaries.put(id, known);
    }
    var values = known.decode(stored, shown);
    decoded.add(values);
    return values;
  }

  private FileChannel channel(IpcFile file) throws IOException {
    var from = channel;
    if (from == null || !file.equals(open)) {
      closeFile();
      file.file().requireUnchanged();
      from = FileChannel.open(file.file().file(), StandardOpenOption.READ);
      channel = from;
      open = file;
    }
    return from;
  }

  private ColumnLoader loader(IpcFile file) {
    var known = loader;
    if (known == null) {
      known = new ColumnLoader(file.columns().stored(), batches.kept().places(), allocator);
      loader = known;
    }
    return known;
  }

  private void clearDecoded() {
    decoded.forEach(FieldVector::close);
    decoded.clear();
  }

  /** What is kept of a file: dictionaries, and the columns as it stores them. */
  private void closeFile() throws IOException {
    clearDecoded();
    dictionaries.values().forEach(OpenDictionary::close);
    dictionaries.clear();
    if (loader != null) {
      loader.close();
      loader = null;
    }
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }

  @Override
  public void close() throws IOException {
    closeFile();
  }
}
