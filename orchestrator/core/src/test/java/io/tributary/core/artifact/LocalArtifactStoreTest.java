package io.tributary.core.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LocalArtifactStoreTest extends ArtifactStoreContract {
  @Override
  protected ArtifactStore open(Path root) {
    return new LocalArtifactStore(root);
  }

  @Test
  void linksInAPayloadAreRefused() throws Exception {
    var store = open(directory);
    var attempt = new Attempt("run", "node", 1);
    Files.createSymbolicLink(store.stage(attempt, "out").resolve("link"), directory);

    assertThatThrownBy(() -> store.seal(attempt, "out"))
        .hasMessageContaining("file 'link'")
        .hasMessageContaining("regular files only");
  }

  @Test
  void recordThatIsCutOffIsNoRecord() throws Exception {
    var store = open(directory);
    var attempt = new Attempt("run", "node", 1);
    store.prepare(attempt, new byte[] {1, 2, 3});
    var file = directory.resolve(".staging/run/node~1.commit");
    var record = Files.readAllBytes(file);

    assertThat(store.prepared(attempt)).hasValue(new byte[] {1, 2, 3});
    for (int length = 0; length < record.length; length++) {
      Files.write(file, java.util.Arrays.copyOf(record, length));
      assertThat(store.prepared(attempt)).isEmpty();
    }
  }

  @Test
  void whatOthersLeftInTheStagingAreaIsNoAttempt() throws Exception {
    var store = open(directory);
    store.stage(new Attempt("run", "node", 1), "out");
    Files.createFile(directory.resolve(".staging/run/.DS_Store"));
    Files.createDirectory(directory.resolve(".staging/run/node~0"));

    assertThat(store.staged()).containsExactly(new Attempt("run", "node", 1));
  }

  @Test
  void nothingOutsideTheRootIsRemoved() throws Exception {
    var store = open(directory.resolve("root"));
    var outside = Files.createDirectories(directory.resolve("outside"));

    assertThatThrownBy(() -> store.remove(outside.toString()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another home");
    assertThat(outside).exists();
  }

  @Test
  void manifestThatIsCutOffIsNoManifest() {
    var manifest = new Manifest(java.util.List.of(new Manifest.Entry("a b", 3, "0".repeat(64))));
    var text = manifest.format();

    assertThat(Manifest.parse(text)).hasValue(manifest);
    for (int length = 0; length < text.length(); length++) {
      assertThat(Manifest.parse(text.substring(0, length))).isEmpty();
    }
  }

  @Test
  void splitNamesSurviveQuotesAndOtherWriters() {
    var names = java.util.List.of("train", "a\"b\\c", "line\nend");

    assertThat(SplitNames.parse(SplitNames.format(names))).isEqualTo(names);
    assertThat(SplitNames.format(java.util.List.of("train", "eval")))
        .isEqualTo("[\"train\", \"eval\"]");
    assertThat(SplitNames.parse("[\"train\",\"\\u0065val\"]")).containsExactly("train", "eval");
    assertThatThrownBy(() -> SplitNames.parse("train")).hasMessageContaining("JSON array");
  }
}
