package io.tributary.data.ipc;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.TypeLayout;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.compression.NoCompressionCodec;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Loads some columns of record batches. Bytes of other columns are neither read nor decompressed.
 * Not thread-safe.
 */
public final class ColumnLoader implements AutoCloseable {
  private static final int CONTINUATION = 0xFFFFFFFF;

  private final List<Field> fields;
  private final boolean[] isKept;
  private final BufferAllocator allocator;
  private final VectorSchemaRoot root;
  private final VectorLoader loader;
  private final Decompression codecs = new Decompression();

  /**
   * Has memory for one batch.
   *
   * @param schema of the batches as they lie in the file; of dictionary-encoded columns, the type
   *     of the codes
   * @param kept the places of the columns to load, in ascending order
   */
  public ColumnLoader(Schema schema, List<Integer> kept, BufferAllocator allocator) {
    this.fields = schema.getFields();
    this.allocator = allocator;
    isKept = new boolean[fields.size()];
    var shown = new ArrayList<Field>();
    for (int place : kept) {
      isKept[place] = true;
      shown.add(fields.get(place));
    }
    root = VectorSchemaRoot.create(new Schema(shown, schema.getCustomMetadata()), allocator);
    loader = new VectorLoader(root);
  }

  /**
   * Loads the batch, or the dictionary, at a place of a file. Its rows are overwritten by the next
   * call.
   *
   * @throws IOException if there is no such batch there, or not all of it
   */
  public VectorSchemaRoot load(FileChannel file, ArrowBlock place) throws IOException {
    var message = message(file, place);
    var header = recordBatch(message, place);
    var nodes = new ArrayList<ArrowFieldNode>();
    var buffers = new ArrayList<ArrowBuf>();
    var variadicCounts = new ArrayList<Long>();
    try {
      var codec = codec(header);
      var at = new Position();
      for (int c = 0; c < fields.size(); c++) {
        var end = at.after(fields.get(c), header);
        if (isKept[c]) {
          for (int n = at.node; n < end.node; n++) {
            var node = header.nodes(n);
            nodes.add(new ArrowFieldNode(node.length(), node.nullCount()));
          }
          for (int v = at.variadic; v < end.variadic; v++) {
            variadicCounts.add(header.variadicBufferCounts(v));
          }
          int begin = buffers.size() - at.buffer;
          read(file, place, header, at.buffer, end.buffer, codec, buffers);
          requireElements(fields.get(c), at, header, b -> buffers.get(begin + b));
        }
        at = end;
      }
      try (var batch =
          new ArrowRecordBatch(
              Math.toIntExact(header.length()),
              nodes,
              buffers,
              NoCompressionCodec.DEFAULT_BODY_COMPRESSION,
              variadicCounts,
              false)) {
        loader.load(batch);
      }
      return root;
    } finally {
      buffers.forEach(ArrowBuf::close);
    }
  }

  private static RecordBatch recordBatch(Message message, ArrowBlock place) throws IOException {
    var header =
        switch (message.headerType()) {
          case MessageHeader.RecordBatch -> (RecordBatch) message.header(new RecordBatch());
          case MessageHeader.DictionaryBatch ->
              ((DictionaryBatch) message.header(new DictionaryBatch())).data();
          default -> null;
        };
    if (header == null) {
      throw new IOException("no record batch at byte " + place.getOffset());
    }
    return header;
  }

  /** How far the parts of a record batch that come before a column reach. */
  private record Position(int node, int buffer, int variadic) {
    Position() {
      this(0, 0, 0);
    }

    Position after(Field field, RecordBatch header) {
      var at = below(field, header);
      for (var child : field.getChildren()) {
        at = at.after(child, header);
      }
      return at;
    }

    /** After the parts of the field itself, where those of its first child are. */
    Position below(Field field, RecordBatch header) {
      int buffers = TypeLayout.getTypeBufferCount(field.getType());
      int variadics = 0;
      if (!TypeLayout.getTypeLayout(field.getType()).isFixedBufferCount()) {
        buffers += Math.toIntExact(header.variadicBufferCounts(variadic));
        variadics = 1;
      }
      return new Position(node + 1, buffer + buffers, variadic + variadics);
    }
  }

  /** Arrow's loader would make elements up, as many as the last offset of the lists asks for. */
  private static void requireElements(
      Field field, Position at, RecordBatch header, IntFunction<ArrowBuf> buffers)
      throws IOException {
    var below = at.below(field, header);
    int width =
        switch (field.getType().getTypeID()) {
          case List, Map -> Integer.BYTES;
          case LargeList -> Long.BYTES;
          default -> 0;
        };
    long count = header.nodes(at.node).length();
    if (width > 0 && count > 0) {
      var offsets = buffers.apply(at.buffer + 1);
      long place = count * width;
      if (offsets.capacity() < place + width
          || (width == Integer.BYTES ? offsets.getInt(place) : offsets.getLong(place))
              > header.nodes(below.node).length()) {
        throw new IOException("column '" + field.getName() + "': values outside its buffers");
      }
    }
    for (var child : field.getChildren()) {
      requireElements(child, below, header, buffers);
      below = below.after(child, header);
    }
  }

  /**
   * The metadata of the message at a place of a file.
   *
   * @throws IOException if the file ends before it
   */
  public static Message message(FileChannel file, ArrowBlock place) throws IOException {
    var bytes = ByteBuffer.allocate(place.getMetadataLength()).order(ByteOrder.LITTLE_ENDIAN);
    fill(file, bytes, place.getOffset());
    bytes.flip();
    int prefix = bytes.getInt(0) == CONTINUATION ? 2 * Integer.BYTES : Integer.BYTES;
    return Message.getRootAsMessage(bytes.position(prefix).slice().order(ByteOrder.LITTLE_ENDIAN));
  }

  private CompressionCodec codec(RecordBatch header) {
    return header.compression() == null
        ? NoCompressionCodec.INSTANCE
        : codecs.createCodec(CodecType.fromCompressionType(header.compression().codec()));
  }

  /** Reads neighbouring buffers at once, and unpacks them. */
  private void read(
      FileChannel file,
      ArrowBlock place,
      RecordBatch header,
      int first,
      int end,
      CompressionCodec codec,
      List<ArrowBuf> buffers)
      throws IOException {
    if (first == end) {
      return;
    }
    if (end > header.buffersLength()) {
      throw new IOException("fewer buffers than its columns have");
    }
    long from = header.buffers(first).offset();
    long to = from;
    for (int b = first; b < end; b++) {
      long begin = header.buffers(b).offset();
      long length = header.buffers(b).length();
      if (begin < to || length < 0 || begin + length > place.getBodyLength()) {
        throw new IOException("buffers outside the record batch");
      }
      to = begin + length;
    }
    try (var bytes = allocator.buffer(to - from)) {
      fill(file, bytes, to - from, place.getOffset() + place.getMetadataLength() + from);
      for (int b = first; b < end; b++) {
        var buffer = bytes.slice(header.buffers(b).offset() - from, header.buffers(b).length());
        buffer.getReferenceManager().retain();
        buffers.add(buffer.writerIndex() == 0 ? buffer : unpacked(buffer, codec));
      }
    }
  }

  /** Takes over a buffer. Arrow's loader would leak what it has unpacked before a damaged one. */
  private ArrowBuf unpacked(ArrowBuf packed, CompressionCodec codec) {
    try {
      return codec.decompress(allocator, packed);
    } catch (RuntimeException e) {
      try (packed) {
        throw e;
      }
    }
  }

  private static void fill(FileChannel file, ArrowBuf into, long length, long position)
      throws IOException {
    for (long done = 0; done < length; ) {
      int part = (int) Math.min(1 << 30, length - done);
      fill(file, into.nioBuffer(done, part), position + done);
      done += part;
    }
  }

  /**
   * Fills a buffer with the bytes from a position on.
   *
   * @throws EOFException if the file has fewer
   */
  public static void fill(FileChannel file, ByteBuffer into, long position) throws IOException {
    for (long at = position; into.hasRemaining(); ) {
      int n = file.read(into, at);
      if (n < 0) {
        throw new EOFException("the file ends " + into.remaining() + " bytes too early");
      }
      at += n;
    }
  }

  @Override
  public void close() {
    try (codecs) {
      root.close();
    }
  }
}
