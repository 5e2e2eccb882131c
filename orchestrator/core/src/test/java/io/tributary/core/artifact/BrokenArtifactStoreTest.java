package io.tributary.core.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.Checkpoints;
import io.tributary.metadata.SuiteCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract is worth something only if stores that are broken fail it. */
class BrokenArtifactStoreTest {
  @TempDir Path directory;

  private List<String> failures(Function<Path, ArtifactStore> stores) {
    return SuiteCheck.failures(
        () ->
            new ArtifactStoreContract() {
              @Override
              protected ArtifactStore open(Path root) {
                return stores.apply(root);
              }
            },
        directory);
  }

  @Test
  void soundStorePasses() {
    assertThat(failures(LocalArtifactStore::new)).isEmpty();
  }

  @Test
  void storeThatWritesInPlaceFails() {
    assertThat(
            failures(
                root ->
                    new Passing(root) {
                      @Override
                      public Path stage(Attempt attempt, String output) throws IOException {
                        return Files.createDirectories(path(uri("pipeline", "node", output, 7)));
                      }
                    }))
        .contains("crashWhileWritingLeavesNothingBehind");
  }

  @Test
  void storeThatForgetsTheIntentToCommitFails() {
    assertThat(
            failures(
                root ->
                    new Passing(root) {
                      @Override
                      public void prepare(Attempt attempt, byte[] commit) {
                        assertThat(commit).isNotEmpty();
                      }
                    }))
        .contains("crashAfterPreparingCanBeFinished", "crashBetweenMovesCanBeFinished");
  }

  @Test
  void storeThatPublishesOnceOnlyFails() {
    assertThat(
            failures(
                root ->
                    new Passing(root) {
                      @Override
                      public void publish(Attempt attempt, Map<String, String> uris)
                          throws IOException {
                        for (var uri : uris.values()) {
                          if (Files.exists(path(uri))) {
                            throw new IOException(uri);
                          }
                        }
                        super.publish(attempt, uris);
                      }
                    }))
        .containsExactly(
            "crashAfterPublishingCanBeFinishedAsOftenAsItTakes",
            "crashBetweenMovesCanBeFinished",
            "whatLiesAtThePlaceOfAStagedOutputIsReplaced");
  }

  @Test
  void storeThatTrustsDirectoriesFails() {
    assertThat(
            failures(
                root ->
                    new Passing(root) {
                      @Override
                      public boolean isComplete(String uri) {
                        return Files.isDirectory(path(uri));
                      }
                    }))
        .containsExactly("damagedPayloadIsNotComplete");
  }

  @Test
  void storeThatMixesUpTheCheckpointsOfDifferentWorkFails() {
    assertThat(
            failures(
                root ->
                    new Passing(root) {
                      @Override
                      public Checkpoints checkpoints(String runId, String nodeId, String work)
                          throws IOException {
                        return super.checkpoints(runId, nodeId, "work");
                      }
                    }))
        .containsExactly(
            "checkpointsOfOtherWorkAreDropped", "runsThatKeepSomethingOfAWorkAreKnown");
  }

  @Test
  void storeThatKeepsCheckpointsForEverFails() {
    assertThat(
            failures(
                root ->
                    new Passing(root) {
                      @Override
                      public void dropCheckpoints(String runId, String nodeId) {
                        assertThat(runId).isNotEmpty();
                      }
                    }))
        .containsExactly(
            "droppedCheckpointsAreGoneAndOthersStay",
            "nodesThatKeepSomethingAreKnown",
            "runsThatKeepSomethingOfAWorkAreKnown");
  }

  /** Passes everything on to a sound store. */
  private static class Passing implements ArtifactStore {
    private final ArtifactStore sound;

    Passing(Path root) {
      sound = new LocalArtifactStore(root);
    }

    @Override
    public String uri(String pipeline, String nodeId, String output, long executionId) {
      return sound.uri(pipeline, nodeId, output, executionId);
    }

    @Override
    public Path path(String uri) {
      return sound.path(uri);
    }

    @Override
    public Path stage(Attempt attempt, String output) throws IOException {
      return sound.stage(attempt, output);
    }

    @Override
    public Path scratch(Attempt attempt) throws IOException {
      return sound.scratch(attempt);
    }

    @Override
    public Checkpoints checkpoints(String runId, String nodeId, String work) throws IOException {
      return sound.checkpoints(runId, nodeId, work);
    }

    @Override
    public List<String> runsKeeping(String nodeId, String work) throws IOException {
      return sound.runsKeeping(nodeId, work);
    }

    @Override
    public List<Keeper> keepers() throws IOException {
      return sound.keepers();
    }

    @Override
    public void dropCheckpoints(String runId, String nodeId) throws IOException {
      sound.dropCheckpoints(runId, nodeId);
    }

    @Override
    public Manifest seal(Attempt attempt, String output) throws IOException {
      return sound.seal(attempt, output);
    }

    @Override
    public void prepare(Attempt attempt, byte[] commit) throws IOException {
      sound.prepare(attempt, commit);
    }

    @Override
    public Optional<byte[]> prepared(Attempt attempt, Map<String, String> uris) throws IOException {
      return sound.prepared(attempt, uris);
    }

    @Override
    public void publish(Attempt attempt, Map<String, String> uris) throws IOException {
      sound.publish(attempt, uris);
    }

    @Override
    public void discard(Attempt attempt) throws IOException {
      sound.discard(attempt);
    }

    @Override
    public void tidy() throws IOException {
      sound.tidy();
    }

    @Override
    public void remove(String uri) throws IOException {
      sound.remove(uri);
    }

    @Override
    public List<Attempt> staged() throws IOException {
      return sound.staged();
    }

    @Override
    public boolean isComplete(String uri) throws IOException {
      return sound.isComplete(uri);
    }

    @Override
    public boolean isComplete(String uri, String digest) throws IOException {
      return sound.isComplete(uri, digest);
    }

    @Override
    public boolean isIntact(String uri) throws IOException {
      return sound.isIntact(uri);
    }
  }
}
