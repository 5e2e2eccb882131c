package io.tributary.core.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
    var file = store.stage(attempt, "out").resolve(".commit");
    store.prepare(attempt, new byte[] {1, 2, 3});
    var record = Files.readAllBytes(file);

    assertThat(store.prepared(attempt, Map.of())).hasValue(new byte[] {1, 2, 3});
    for (int length = 0; length < record.length; length++) {
      Files.write(file, Arrays.copyOf(record, length));
      assertThat(store.prepared(attempt, Map.of())).isEmpty();
    }
  }

  @Test
  void whatOthersLeftInTheStagingAreaIsNoAttempt() throws Exception {
    var store = open(directory);
    store.stage(new Attempt("run", "node", 1), "out");
    Files.createFile(directory.resolve(".staging/run/.DS_Store"));
    for (var name : List.of("node~0~out", "node~1", "~1~out", "node~x~out", "~", "out")) {
      Files.createDirectory(directory.resolve(".staging/run").resolve(name));
    }

    assertThat(store.staged()).containsExactly(new Attempt("run", "node", 1));
  }

  @Test
  void tidyingLeavesWhatIsStaged() throws Exception {
    var store = open(directory);
    store.stage(new Attempt("over", "node", 1), "out");
    store.stage(new Attempt("run", "node", 1), "out");
    store.discard(new Attempt("over", "node", 1));

    store.tidy();

    assertThat(directory.resolve(".staging/over")).doesNotExist();
    assertThat(store.staged()).containsExactly(new Attempt("run", "node", 1));
  }

  @Test
  void filesNamedAsTheStoreNamesItsOwnAreNoPartOfAPayload() throws Exception {
    var store = open(directory);
    var attempt = new Attempt("run", "node", 1);
    for (var name : List.of(".manifest", ".commit", "kept")) {
      Files.createFile(store.stage(attempt, "out").resolve(name));
    }

    assertThat(store.seal(attempt, "out").files())
        .extracting(Manifest.Entry::path)
        .containsExactly("kept");
    assertThat(store.prepared(attempt, Map.of())).isEmpty();
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
    var manifest = new Manifest(List.of(new Manifest.Entry("a b", 3, "0".repeat(64))));
    var text = manifest.format();

    assertThat(Manifest.parse(text)).hasValue(manifest);
    for (int length = 0; length < text.length(); length++) {
      assertThat(Manifest.parse(text.substring(0, length))).isEmpty();
    }
  }

  @Test
  void splitNamesSurviveQuotesAndOtherWriters() {
    var names = List.of("train", "a\"b\\c", "line\nend");

    assertThat(SplitNames.parse(SplitNames.format(names))).isEqualTo(names);
    assertThat(SplitNames.format(List.of("train", "eval"))).isEqualTo("[\"train\", \"eval\"]");
    assertThat(SplitNames.parse("[\"train\",\"\\u0065val\"]")).containsExactly("train", "eval");
    assertThatThrownBy(() -> SplitNames.parse("train")).hasMessageContaining("JSON array");
  }
}
