package io.tributary.core.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.Checkpoints;
import io.tributary.core.artifact.ArtifactStore.Keeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every artifact store promises. A crash is played by going on with a store that was opened
 * anew: nothing but what is stored is left of the one before.
 */
public abstract class ArtifactStoreContract {
  private static final Attempt ATTEMPT = new Attempt("run", "node", 1);
  private static final byte[] COMMIT = "what is to be committed".getBytes(UTF_8);

  @TempDir Path directory;
  private ArtifactStore store;
  private Map<String, String> uris;

  /** A store of what is kept under {@code root}. */
  protected abstract ArtifactStore open(Path root);

  @BeforeEach
  void openStore() {
    store = open(directory);
    uris =
        Map.of(
            "left", store.uri("pipeline", "node", "left", 7),
            "right", store.uri("pipeline", "node", "right", 7));
  }

  private void crash() {
    store = open(directory);
  }

  private void write(String output, String content) throws IOException {
    var split = Files.createDirectories(store.stage(ATTEMPT, output).resolve("Split-train"));
    Files.writeString(split.resolve("part"), content);
    Files.writeString(store.stage(ATTEMPT, output).resolve("note"), "note of " + content);
  }

  private void writeBoth() throws IOException {
    write("left", "l");
    write("right", "r");
  }

  private void sealBoth() throws IOException {
    writeBoth();
    store.seal(ATTEMPT, "left");
    store.seal(ATTEMPT, "right");
  }

  private void assertNothingIsThere() throws IOException {
    assertThat(store.staged()).isEmpty();
    assertThat(store.isComplete(uris.get("left"))).isFalse();
    assertThat(store.isComplete(uris.get("right"))).isFalse();
    assertThat(store.path(uris.get("left"))).doesNotExist();
  }

  private void assertBothAreThere() throws IOException {
    for (var uri : uris.values()) {
      assertThat(store.isComplete(uri)).isTrue();
    }
    assertThat(store.path(uris.get("left")).resolve("Split-train/part")).hasContent("l");
    assertThat(store.path(uris.get("right")).resolve("Split-train/part")).hasContent("r");
  }

  private void finishAndDiscard() throws IOException {
    assertThat(store.prepared(ATTEMPT, uris)).hasValue(COMMIT);
    store.publish(ATTEMPT, uris);
    store.discard(ATTEMPT);
    assertBothAreThere();
    assertThat(store.staged()).isEmpty();
  }

  private void dropUnprepared() throws IOException {
    assertThat(store.prepared(ATTEMPT, uris)).isEmpty();
    assertThat(store.staged()).containsExactly(ATTEMPT);
    store.discard(ATTEMPT);
    assertNothingIsThere();
  }

  @Test
  void crashWhileWritingLeavesNothingBehind() throws Exception {
    writeBoth();
    assertThat(store.isComplete(uris.get("left"))).isFalse();
    crash();
    dropUnprepared();
  }

  @Test
  void crashBetweenSealsLeavesNothingBehind() throws Exception {
    writeBoth();
    store.seal(ATTEMPT, "left");
    crash();
    dropUnprepared();
  }

  @Test
  void crashBeforePreparingLeavesNothingBehind() throws Exception {
    sealBoth();
    crash();
    dropUnprepared();
  }

  @Test
  void crashAfterPreparingCanBeFinished() throws Exception {
    sealBoth();
    store.prepare(ATTEMPT, COMMIT);
    assertThat(store.isComplete(uris.get("left"))).isFalse();
    crash();
    finishAndDiscard();
  }

  @Test
  void crashBetweenMovesCanBeFinished() throws Exception {
    sealBoth();
    store.prepare(ATTEMPT, COMMIT);
    store.publish(ATTEMPT, Map.of("left", uris.get("left")));
    crash();
    finishAndDiscard();
  }

  @Test
  void crashAfterPublishingCanBeFinishedAsOftenAsItTakes() throws Exception {
    sealBoth();
    store.prepare(ATTEMPT, COMMIT);
    store.publish(ATTEMPT, uris);
    crash();
    store.publish(ATTEMPT, uris);
    crash();
    finishAndDiscard();
  }

  @Test
  void whatLiesAtThePlaceOfAStagedOutputIsReplaced() throws Exception {
    var left = store.path(uris.get("left"));
    Files.writeString(Files.createDirectories(left).resolve("older"), "of another database");
    sealBoth();
    store.prepare(ATTEMPT, COMMIT);

    finishAndDiscard();

    assertThat(left.resolve("older")).doesNotExist();
    for (var uri : uris.values()) {
      assertThat(store.isIntact(uri)).isTrue();
    }
  }

  @Test
  void crashAfterTheCommitLeavesThePayloads() throws Exception {
    sealBoth();
    store.prepare(ATTEMPT, COMMIT);
    store.publish(ATTEMPT, uris);
    crash();
    store.discard(ATTEMPT);
    assertBothAreThere();
    store.discard(ATTEMPT);
    assertBothAreThere();
  }

  @Test
  void whileSomethingIsStagedTheIntentIsFoundWithoutTheFinalPlaces() throws Exception {
    sealBoth();
    assertThat(store.prepared(ATTEMPT, Map.of())).isEmpty();
    store.prepare(ATTEMPT, COMMIT);
    assertThat(store.prepared(ATTEMPT, Map.of())).hasValue(COMMIT);
    store.publish(ATTEMPT, Map.of("left", uris.get("left")));
    crash();
    assertThat(store.staged()).containsExactly(ATTEMPT);
    assertThat(store.prepared(ATTEMPT, Map.of())).hasValue(COMMIT);
  }

  @Test
  void intentOfAnotherAttemptIsNone() throws Exception {
    sealBoth();
    store.prepare(ATTEMPT, COMMIT);
    store.publish(ATTEMPT, uris);

    assertThat(store.prepared(new Attempt("run", "node", 2), uris)).isEmpty();
    assertThat(store.prepared(new Attempt("other", "node", 1), uris)).isEmpty();
  }

  @Test
  void whatTheAttemptKeepsForItselfCarriesNoIntent() throws Exception {
    sealBoth();
    store.scratch(ATTEMPT);
    store.prepare(ATTEMPT, COMMIT);
    store.publish(ATTEMPT, uris);
    store.discard(ATTEMPT);
    assertThat(store.prepared(ATTEMPT, uris)).hasValue(COMMIT);
    assertThat(store.isIntact(uris.get("right"))).isTrue();
  }

  @Test
  void attemptWithoutOutputsCannotBePrepared() throws Exception {
    store.scratch(ATTEMPT);
    assertThatThrownBy(() -> store.prepare(ATTEMPT, COMMIT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("an output at least");
  }

  @Test
  void attemptsOfNodesWithNamesThatBeginAlikeAreToldApart() throws Exception {
    var other = new Attempt("run", "node", 11);
    write("left", "first");
    store.stage(other, "left");
    store.discard(ATTEMPT);
    assertThat(store.staged()).containsExactly(other);
  }

  @Test
  void everyAttemptHasAnAreaOfItsOwn() throws Exception {
    var second = new Attempt("run", "node", 2);
    write("left", "first");
    assertThat(store.stage(second, "left")).isEmptyDirectory();
    assertThat(store.staged()).containsExactlyInAnyOrder(ATTEMPT, second);
    store.discard(ATTEMPT);
    assertThat(store.staged()).containsExactly(second);
  }

  @Test
  void scratchDirectoryGoesWithTheAttempt() throws Exception {
    var scratch = store.scratch(ATTEMPT);
    Files.writeString(scratch.resolve("file"), "content");
    store.discard(ATTEMPT);
    assertThat(scratch).doesNotExist();
  }

  private Checkpoints checkpoints(String node, String work) throws IOException {
    return store.checkpoints("run", node, work);
  }

  @Test
  void checkpointsOutliveCrashAndAttempt() throws Exception {
    checkpoints("node", "work").put("trial-1", COMMIT);
    writeBoth();
    crash();
    dropUnprepared();
    assertThat(checkpoints("node", "work").find("trial-1")).hasValue(COMMIT);
    assertThat(checkpoints("node", "work").find("trial-2")).isEmpty();
  }

  @Test
  void checkpointIsReplaced() throws Exception {
    checkpoints("node", "work").put("epoch", new byte[] {1});
    checkpoints("node", "work").put("epoch", new byte[] {2});
    assertThat(checkpoints("node", "work").find("epoch")).hasValue(new byte[] {2});
  }

  @Test
  void checkpointsOfOtherWorkAreDropped() throws Exception {
    checkpoints("node", "work").put("trial", COMMIT);
    assertThat(checkpoints("node", "other").find("trial")).isEmpty();
    assertThat(checkpoints("node", "work").find("trial")).isEmpty();
  }

  @Test
  void droppedCheckpointsAreGoneAndOthersStay() throws Exception {
    checkpoints("node", "work").put("trial", COMMIT);
    checkpoints("node2", "work").put("trial", COMMIT);
    store.dropCheckpoints("run", "node");
    store.dropCheckpoints("run", "node3");
    assertThat(checkpoints("node", "work").find("trial")).isEmpty();
    assertThat(checkpoints("node2", "work").find("trial")).hasValue(COMMIT);
  }

  @Test
  void runsThatKeepSomethingOfAWorkAreKnown() throws Exception {
    assertThat(store.runsKeeping("node", "work")).isEmpty();
    checkpoints("node", "work").put("trial", COMMIT);
    store.checkpoints("later", "node", "work").put("trial", COMMIT);
    store.checkpoints("otherwise", "node", "other").put("trial", COMMIT);
    store.checkpoints("elsewhere", "node2", "work").put("trial", COMMIT);
    assertThat(store.runsKeeping("node", "work")).containsExactly("later", "run");
    store.dropCheckpoints("run", "node");
    assertThat(store.runsKeeping("node", "work")).containsExactly("later");
  }

  @Test
  void nodesThatKeepSomethingAreKnown() throws Exception {
    assertThat(store.keepers()).isEmpty();
    store.checkpoints("later", "node", "work").put("trial", COMMIT);
    checkpoints("node2", "work").put("trial", COMMIT);
    checkpoints("node", "other").put("trial", COMMIT);
    assertThat(store.keepers())
        .containsExactly(
            new Keeper("later", "node"), new Keeper("run", "node"), new Keeper("run", "node2"));
    store.dropCheckpoints("run", "node");
    store.dropCheckpoints("later", "node");
    assertThat(store.keepers()).containsExactly(new Keeper("run", "node2"));
  }

  @Test
  void checkpointsHaveNamesFitForFiles() throws Exception {
    var checkpoints = checkpoints("node", "work");
    assertThatThrownBy(() -> checkpoints.put("../trial", COMMIT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'../trial'");
    assertThatThrownBy(() -> checkpoints.find(".trial"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void manifestTellsSizeAndDigestOfEveryFile() throws Exception {
    write("left", "l");
    var manifest = store.seal(ATTEMPT, "left");

    assertThat(manifest.files())
        .containsExactly(
            new Manifest.Entry(
                "Split-train/part",
                1,
                "acac86c0e609ca906f632b0e2dacccb2b77d22b0621f20ebece1a4835b93f6f0"),
            new Manifest.Entry(
                "note", 9, "12ae495594cba562fbe586b8783add3a7483ffe2e1d58cbb1d2e448b05135daf"));
  }

  @Test
  void digestFollowsFromNamesAndContentsAlone() throws Exception {
    write("left", "l");
    var left = store.seal(ATTEMPT, "left");
    write("right", "l");
    var other = new Attempt("run", "node", 2);
    Files.writeString(
        Files.createDirectories(store.stage(other, "x").resolve("Split-eval")).resolve("part"),
        "l");
    Files.writeString(store.stage(other, "x").resolve("note"), "note of l");

    assertThat(store.seal(ATTEMPT, "right").digest()).isEqualTo(left.digest());
    assertThat(store.seal(other, "x").digest()).isNotEqualTo(left.digest());
  }

  @Test
  void damagedPayloadIsNotComplete() throws Exception {
    sealBoth();
    store.prepare(ATTEMPT, COMMIT);
    store.publish(ATTEMPT, uris);
    Files.writeString(store.path(uris.get("left")).resolve("note"), "longer than it was before");
    Files.delete(store.path(uris.get("right")).resolve("note"));

    assertThat(store.isComplete(uris.get("left"))).isFalse();
    assertThat(store.isComplete(uris.get("right"))).isFalse();
  }

  @Test
  void anotherPayloadAtThePlaceIsNotTheOneThatIsMeant() throws Exception {
    writeBoth();
    var digest = store.seal(ATTEMPT, "left").digest();
    store.seal(ATTEMPT, "right");
    store.prepare(ATTEMPT, COMMIT);
    store.publish(ATTEMPT, uris);

    assertThat(store.isComplete(uris.get("left"), digest)).isTrue();
    assertThat(store.isComplete(uris.get("right"), digest)).isFalse();
    assertThat(store.isComplete(store.uri("pipeline", "node", "left", 8), digest)).isFalse();
  }

  @Test
  void contentThatChangedIsNotIntact() throws Exception {
    sealBoth();
    store.prepare(ATTEMPT, COMMIT);
    store.publish(ATTEMPT, uris);
    Files.writeString(store.path(uris.get("left")).resolve("note"), "note of x");

    assertThat(store.isComplete(uris.get("left"))).isTrue();
    assertThat(store.isIntact(uris.get("left"))).isFalse();
    assertThat(store.isIntact(uris.get("right"))).isTrue();
    Files.createFile(store.path(uris.get("right")).resolve("more"));
    assertThat(store.isIntact(uris.get("right"))).isFalse();
  }

  @Test
  void removedPayloadIsGone() throws Exception {
    sealBoth();
    store.prepare(ATTEMPT, COMMIT);
    store.publish(ATTEMPT, uris);
    store.remove(uris.get("left"));
    store.remove(uris.get("left"));

    assertThat(store.path(uris.get("left"))).doesNotExist();
    assertThat(store.isComplete(uris.get("right"))).isTrue();
  }
}
