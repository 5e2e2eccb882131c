package io.tributary.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.data.Batches;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

class LoadProgressTest {
  private final StringWriter shown = new StringWriter();
  private final AtomicLong clock = new AtomicLong();

  /** Four batches without columns or rows. */
  private record Empty() implements Batches {
    @Override
    public Schema schema() {
      return new Schema(List.of());
    }

    @Override
    public int count() {
      return 4;
    }

    @Override
    public String place(int batch) {
      return "batch " + batch;
    }

    @Override
    public Cursor open(BufferAllocator allocator) {
      var rows = VectorSchemaRoot.create(schema(), allocator);
      return new Cursor() {
        @Override
        public VectorSchemaRoot load(int batch) {
          return rows;
        }

        @Override
        public void close() {
          rows.close();
        }
      };
    }
  }

  private void pass(LoadProgress progress, int batches) throws IOException {
    try (var allocator = new RootAllocator();
        var cursor = progress.watch("trips", new Empty()).only(Set.of("fare")).open(allocator)) {
      for (int i = 0; i < batches; i++) {
        clock.addAndGet(1_000_000_000);
        cursor.load(i % 4);
      }
    }
  }

  @Test
  void showsHowFarAPassHasComeAndWhichPassItIs() throws IOException {
    try (var progress = new LoadProgress(new PrintWriter(shown), true, clock::get)) {
      progress.show("reading trips");
      pass(progress, 6);
    }
    assertThat(shown.toString())
        .isEqualTo(
            "\r\u001b[Kreading trips\r\u001b[Ktrips: 25 %\r\u001b[Ktrips: 50 %\r\u001b[Ktrips: 75 %\r\u001b[Ktrips: 100 %\r\u001b[Ktrips, pass 2: 25 %\r\u001b[Ktrips, pass 2: 50 %\r\u001b[K");
  }

  @Test
  void showsNothingWhereNobodyLooks() throws IOException {
    try (var progress = new LoadProgress(new PrintWriter(shown), false, clock::get)) {
      progress.show("reading trips");
      pass(progress, 4);
      assertThat(progress.watch("trips", new Empty())).isEqualTo(new Empty());
    }
    assertThat(shown.toString()).isEmpty();
  }

  @Test
  void aFastPassShowsLittle() throws IOException {
    try (var progress = new LoadProgress(new PrintWriter(shown), true, () -> 0)) {
      pass(progress, 4);
    }
    assertThat(shown.toString()).isEqualTo("\r\u001b[Ktrips: 25 %\r\u001b[K");
  }
}
