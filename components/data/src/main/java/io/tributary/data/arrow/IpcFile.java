package io.tributary.data.arrow;

import static io.tributary.data.ipc.ColumnLoader.fill;

import io.tributary.api.ExecutionFailure;
import io.tributary.data.ipc.ColumnLoader;
import io.tributary.data.source.BrokenFile;
import io.tributary.data.source.FileState;
import io.tributary.data.source.SourceFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Where the record batches and dictionaries of an Arrow IPC file or stream are.
 *
 * @param batches in the order of the rows
 */
record IpcFile(FileState file, Columns columns, List<Batch> batches) {
  private static final String MAGIC = "ARROW1";
  private static final int PADDED_MAGIC = 8;
  private static final int TAIL = MAGIC.length() + Integer.BYTES;
  private static final int CONTINUATION = 0xFFFFFFFF;
  private static final int PREFIX = 2 * Integer.BYTES;

  /**
   * A record batch.
   *
   * @param dictionaries by their numbers, of what parts they consist when this batch is read
   */
  record Batch(ArrowBlock place, long rows, Map<Long, List<ArrowBlock>> dictionaries) {}

  /**
   * Reads the metadata of a file or stream, which its first bytes tell apart.
   *
   * @throws ExecutionFailure if it cannot be read, or is neither
   */
  static IpcFile index(Path file) throws IOException {
    var state = FileState.of(file);
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new Index(state, channel).read();
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw failure(file, e);
    }
  }

  private static RuntimeException failure(Path file, Exception e) {
    if (e instanceof ExecutionFailure failure) {
      return failure;
    }
    if (e instanceof FileSystemException missing) {
      return SourceFiles.failure(file, missing);
    }
    return broken(file, "metadata that cannot be read (" + BrokenFile.reason(e) + ")", e);
  }

  private static RuntimeException broken(Path file, String found, Exception cause) {
    return BrokenFile.failure(
        file.toString(), found, "an Arrow IPC file or stream that was closed", cause);
  }

  /** Reads the metadata of one file. */
  private static final class Index {
    private final FileState file;
    private final FileChannel channel;
    private final List<Batch> batches = new ArrayList<>();
    private Map<Long, List<ArrowBlock>> dictionaries = Map.of();

    Index(FileState file, FileChannel channel) {
      this.file = file;
      this.channel = channel;
    }

    IpcFile read() throws IOException {
      if (file.size() == 0) {
        throw problem("an empty file");
      }
      var head = text(0, (int) Math.min(MAGIC.length(), file.size()));
      if (head.equals(MAGIC)) {
        return ofFile();
      } else if (head.startsWith("FEA1")) {
        throw problem("Feather of version 1");
      }
      return ofStream();
    }

    private IpcFile ofFile() throws IOException {
      long size = file.size();
      if (size < PADDED_MAGIC + TAIL
          || !text(size - MAGIC.length(), MAGIC.length()).equals(MAGIC)) {
        throw problem("cut off after " + size + " bytes (it does not end with " + MAGIC + ")");
      }
      int length = bytes(size - TAIL, Integer.BYTES).getInt();
      if (length <= 0 || length > size - PADDED_MAGIC - TAIL) {
        throw problem("a footer of " + length + " bytes in a file of " + size);
      }
      var footer = Footer.getRootAsFooter(bytes(size - TAIL - length, length));
      var columns = columns(footer.schema());
      for (int d = 0; d < footer.dictionariesLength(); d++) {
        addDictionary(block(footer.dictionaries(d)));
      }
      for (int b = 0; b < footer.recordBatchesLength(); b++) {
        addBatch(block(footer.recordBatches(b)));
      }
      return new IpcFile(file, columns, batches);
    }

    private static ArrowBlock block(Block block) {
      return new ArrowBlock(block.offset(), block.metaDataLength(), block.bodyLength());
    }

    private IpcFile ofStream() throws IOException {
      Columns columns = null;
      for (long at = 0; ; ) {
        var place = message(at);
        if (place.getMetadataLength() == PREFIX) {
          if (columns == null) {
            throw problem("a stream without a schema");
          }
          return new IpcFile(file, columns, batches);
        }
        var message = ColumnLoader.message(channel, place);
        place = within(new ArrowBlock(at, place.getMetadataLength(), message.bodyLength()));
        switch (message.headerType()) {
          case MessageHeader.Schema ->
              columns =
                  columns(
                      (org.apache.arrow.flatbuf.Schema)
                          message.header(new org.apache.arrow.flatbuf.Schema()));
          case MessageHeader.DictionaryBatch -> addDictionary(place);
          case MessageHeader.RecordBatch -> addBatch(place);
          default -> throw problem("a message of type " + message.headerType());
        }
        at += place.getMetadataLength() + place.getBodyLength();
      }
    }

    /** The message at a place in a stream, of which only the length of its metadata is known. */
    private ArrowBlock message(long at) throws IOException {
      if (file.size() - at < PREFIX) {
        throw problem("a stream that breaks off after " + file.size() + " bytes, without its end");
      }
      var prefix = bytes(at, PREFIX);
      int first = prefix.getInt();
      long length =
          first == CONTINUATION ? PREFIX + (long) prefix.getInt() : Integer.BYTES + (long) first;
      if (length < Integer.BYTES || (at == 0 && length <= PREFIX)) {
        throw problem("no Arrow file");
      }
      if (length > file.size() - at) {
        throw problem(
            at == 0
                ? "no Arrow file, or cut off within its schema"
                : "a stream that breaks off within the message at byte " + at);
      }
      return new ArrowBlock(at, (int) Math.max(length, PREFIX), 0);
    }

    private Columns columns(org.apache.arrow.flatbuf.Schema schema) {
      if (schema.endianness() != Endianness.Little) {
        throw problem("big-endian numbers");
      }
      try {
        return Columns.of(Schema.convertSchema(schema));
      } catch (IllegalArgumentException e) {
        throw broken(file.file(), BrokenFile.reason(e), e);
      }
    }

    private void addDictionary(ArrowBlock place) throws IOException {
      var message = ColumnLoader.message(channel, within(place));
      if (message.headerType() != MessageHeader.DictionaryBatch) {
        throw problem("no dictionary at byte " + place.getOffset());
      }
      var header = (DictionaryBatch) message.header(new DictionaryBatch());
      var parts = new ArrayList<ArrowBlock>();
      if (header.isDelta()) {
        parts.addAll(dictionaries.getOrDefault(header.id(), List.of()));
      }
      parts.add(place);
      var changed = new HashMap<>(dictionaries);
      changed.put(header.id(), List.copyOf(parts));
      dictionaries = Map.copyOf(changed);
    }

    private void addBatch(ArrowBlock place) throws IOException {
      var message = ColumnLoader.message(channel, within(place));
      if (message.headerType() != MessageHeader.RecordBatch) {
        throw problem("no record batch at byte " + place.getOffset());
      }
      var header = (RecordBatch) message.header(new RecordBatch());
      if (header.length() > 0) {
        batches.add(new Batch(place, header.length(), dictionaries));
      }
    }

    private ArrowBlock within(ArrowBlock place) {
      long end = file.size();
      if (place.getOffset() < 0
          || place.getMetadataLength() < PREFIX
          || place.getBodyLength() < 0
          || place.getMetadataLength() > end - place.getOffset()
          || place.getBodyLength() > end - place.getOffset() - place.getMetadataLength()) {
        throw problem("cut off within the message at byte " + place.getOffset());
      }
      return place;
    }

    private RuntimeException problem(String found) {
      return BrokenFile.failure(
          file.file().toString(), found, "an Arrow IPC file or stream that was closed");
    }

    private ByteBuffer bytes(long position, int length) throws IOException {
      var bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
      fill(channel, bytes, position);
      return bytes.flip();
    }

    private String text(long position, int length) throws IOException {
      return new String(bytes(position, length).array(), StandardCharsets.ISO_8859_1);
    }
  }
}
