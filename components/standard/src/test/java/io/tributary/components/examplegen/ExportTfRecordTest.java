package io.tributary.components.examplegen;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.Channel;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.TfExamples;
import io.tributary.data.format.Format;
import io.tributary.data.split.SplitConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTfRecordTest {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("Gen", "examples", ArtifactType.of(Examples.class));

  @TempDir Path directory;

  @Test
  void whatIsExportedCanBeReadAgain() throws Exception {
    var csv = Files.writeString(directory.resolve("a.csv"), "n,s,x\n1,a,0.5\n2,,1.5\n3,c,\n");
    var gen = new FileExampleGen(csv).withSplits(SplitConfig.of("all", 1));
    try (var first = FakeRun.of(gen, directory.resolve("first")).execute();
        var export =
            FakeRun.of(new ExportTfRecord(EXAMPLES), directory.resolve("export"))
                .given(EXAMPLES, first.made(FileExampleGen.Outputs::examples))
                .execute()) {
      var made = export.made(ExportTfRecord.Outputs::records);
      var file = made.split("all").resolve(ExportTfRecord.FILE);
      assertThat(file).isRegularFile();
      assertThat(made.property(TfExamples.FILE_FORMAT)).contains("tfrecords_gzip");
      assertThat(made.property(TfExamples.PAYLOAD_FORMAT)).contains("FORMAT_TF_EXAMPLE");
      assertThat(made.property(TfExamples.SPAN)).contains(0L);
      assertThat(made.splits()).containsExactly("all");
      assertThat(export.messages()).containsExactly("3 rows in 1 splits");

      var back =
          new FileExampleGen(file).withFormat(Format.TFRECORD).withSplits(SplitConfig.of("all", 1));
      try (var second = FakeRun.of(back, directory.resolve("second")).execute()) {
        assertThat(second.messages()).containsExactly("3 rows, 3 columns");
      }
    }
  }
}
