package io.tributary.data.csv;

import io.tributary.api.digest.Sha256;
import io.tributary.data.InOrder;
import io.tributary.data.source.BadRowBudget;
import io.tributary.data.source.Content;
import io.tributary.data.source.Contents;
import io.tributary.data.source.Hint;
import io.tributary.data.source.Quarantine;
import io.tributary.data.source.SetAside;
import io.tributary.data.source.SourceFiles;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The first pass: checks every byte of the files, infers types, and finds where record batches
 * begin. Files are cut into chunks, which threads look at; each guesses where its first record
 * begins. Chunks are taken in order, and one that has guessed wrongly is looked at again: neither
 * chunks nor threads show in the result.
 */
final class CsvScan implements InOrder.Taker<Chunk>, AutoCloseable {
  private static final int CHUNK = 1 << 20;

  /** A buffer that has grown larger is not used again. */
  private static final int MOST_CHUNK = 4;

  private record Place(int file, long from, long to, boolean isFirst, boolean isLast) {}

  private final SourceFiles files;
  private final CsvOptions options;
  private final int threads;
  private final int chunkBytes;
  private final boolean keepsBad;
  private final List<Content> contents;
  private final Layout layout;
  private final List<Place> places = new ArrayList<>();
  private final Queue<Chunk> idle = new ConcurrentLinkedQueue<>();

  private final boolean[] settled;
  private final TypeInference inference;
  private final SetAside badRows;
  private final BatchIndex index;
  private final ChunkScanner rescanner;
  private final MessageDigest allFiles = Sha256.create();
  private final MessageDigest thisFile = Sha256.create();
  private int taken;
  private long nextStart;
  private long nextLine;
  private long records;

  private CsvScan(
      SourceFiles files,
      CsvOptions options,
      BadRowBudget budget,
      int threads,
      Quarantine quarantine,
      int chunkBytes)
      throws IOException {
    this.files = files;
    this.options = options;
    this.threads = threads;
    this.chunkBytes = chunkBytes;
    keepsBad = budget.maxRows() > 0;
    contents = Contents.of(files, threads);
    layout = Layout.of(contents.get(0), options);
    settled = new boolean[layout.columns()];
    inference = new TypeInference(layout.columns());
    badRows = new SetAside(budget, quarantine);
    index = new BatchIndex(layout.batchRows());
    rescanner = new ChunkScanner(layout, settled, keepsBad);
    for (int c = 0; c < settled.length; c++) {
      settled[c] = layout.demanded(c) == ColumnType.UTF8;
    }
    for (int f = 0; f < contents.size(); f++) {
      place(f, contents.get(f).size());
    }
  }

  static CsvTable table(
      SourceFiles files,
      CsvOptions options,
      BadRowBudget budget,
      int threads,
      Quarantine quarantine)
      throws IOException {
    return table(files, options, budget, threads, quarantine, CHUNK);
  }

  /** For tests, which cut files at odd places. */
  static CsvTable table(
      SourceFiles files,
      CsvOptions options,
      BadRowBudget budget,
      int threads,
      Quarantine quarantine,
      int chunkBytes)
      throws IOException {
    startArrow();
    try (var scan = new CsvScan(files, options, budget, threads, quarantine, chunkBytes)) {
      return scan.table();
    }
  }

  /**
   * Arrow's schemas start a JSON library, which takes as long as a scan of some megabytes: they do
   * it meanwhile.
   */
  private static void startArrow() {
    var thread = new Thread(() -> new Schema(List.of()), "arrow-start");
    thread.setDaemon(true);
    thread.start();
  }

  private void place(int file, long size) {
    long from = 0;
    do {
      long to = Math.min(size, from + chunkBytes);
      places.add(new Place(file, from, to, from == 0, to == size));
      from = to;
    } while (from < size);
  }

  private CsvTable table() throws IOException {
    InOrder.run(places.size(), threads, Scanning::new, this);
    badRows.require(files.input(), records, "line");
    long rows = records - badRows.count();
    if (rows == 0) {
      throw CsvHeader.invalid(
          files.input().toString(),
          badRows.count() > 0
              ? "no sound row among " + records
              : layout.hasHeader() ? "a header and no rows" : "no rows",
          "at least one row",
          "check what writes the file; a pipeline cannot learn from nothing");
    }
    var types = new ArrayList<ColumnType>(layout.columns());
    var hints = new ArrayList<Hint>();
    for (int c = 0; c < layout.columns(); c++) {
      var demanded = layout.demanded(c);
      types.add(demanded == null ? inference.type(c) : demanded);
      if (demanded == null) {
        hints.addAll(inference.hints(c, layout.names().get(c)));
      }
    }
    return new CsvTable(
        files,
        options,
        layout,
        contents,
        index.finish(),
        types,
        rows,
        badRows.count(),
        Sha256.hex(allFiles),
        hints);
  }

  @Override
  public void take(Chunk chunk) throws IOException {
    var place = places.get(taken++);
    if (place.isFirst) {
      nextLine = 1;
    } else if (chunk.first() != nextStart) {
      rescanner.rescan(chunk, nextStart);
    }
    digest(chunk, place);
    long line = nextLine + chunk.linesBefore();
    inference.merge(chunk.inference());
    for (int c = 0; c < settled.length; c++) {
      settled[c] |= layout.demanded(c) == null && inference.isSettled(c);
    }
    setAside(chunk, line);
    if (keepsBad || chunk.badRecords() == 0) {
      index.take(chunk, line);
    }
    records += chunk.records();
    // a record before this chunk may have taken all of it
    nextStart = place.isFirst ? chunk.end() : Math.max(nextStart, chunk.end());
    nextLine += chunk.lines();
    if (place.isLast) {
      index.endFile();
    }
    chunk.shrink(MOST_CHUNK * CHUNK);
    idle.add(chunk);
  }

  private void setAside(Chunk chunk, long line) throws IOException {
    var file = chunk.content().file().toString();
    for (var bad : chunk.bad()) {
      bad.setAside(badRows, file, line, chunk.line(bad.record()));
    }
    badRows.addUntold(chunk.badRecords() - chunk.bad().size());
    if (chunk.isInDoubt()) {
      badRows.leaveInDoubt();
    }
  }

  private void digest(Chunk chunk, Place place) throws IOException {
    var packed = chunk.content().digest();
    if (packed.isEmpty()) {
      thisFile.update(
          chunk.buffer(),
          Math.toIntExact(place.from - chunk.base()),
          Math.toIntExact(place.to - place.from));
    }
    if (place.isLast) {
      rescanner.requireEnd(chunk.content());
      allFiles.update(packed.orElseGet(thisFile::digest));
    }
  }

  @Override
  public void drop(Chunk chunk) {
    // nothing but memory of the heap
  }

  @Override
  public void close() throws IOException {
    rescanner.close();
  }

  /** What a thread does. */
  private final class Scanning implements InOrder.Worker<Chunk> {
    private final ChunkScanner scanner = new ChunkScanner(layout, settled, keepsBad);

    @Override
    public Chunk run(int task) throws IOException {
      var place = places.get(task);
      var chunk = idle.poll();
      if (chunk == null) {
        chunk = new Chunk();
      }
      scanner.scan(chunk, contents.get(place.file), place.file, place.from, place.to);
      return chunk;
    }

    @Override
    public void close() throws IOException {
      scanner.close();
    }
  }
}
