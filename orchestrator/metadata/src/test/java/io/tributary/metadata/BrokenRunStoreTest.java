package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metadata.MetadataException.Code;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of runs notices stores that break one promise each. */
class BrokenRunStoreTest {
  @TempDir Path directory;

  /** Hands everything on; what a fault is about is overridden. */
  private static class Sound implements RunStore {
    final RunStore store;

    Sound(RunStore store) {
      this.store = store;
    }

    @Override
    public void create(PipelineRun run) {
      store.create(run);
    }

    @Override
    public Optional<PipelineRun> find(String runId) {
      return store.find(runId);
    }

    @Override
    public List<PipelineRun> newest(RunFilter filter, int limit) {
      return store.newest(filter, limit);
    }

    @Override
    public PipelineRun finish(String runId, RunState state, String message) {
      return store.finish(runId, state, message);
    }

    @Override
    public PipelineRun reopen(String runId, String owner) {
      return store.reopen(runId, owner);
    }

    @Override
    public void put(NodeRun node) {
      store.put(node);
    }

    @Override
    public void put(Collection<NodeRun> nodes) {
      store.put(nodes);
    }

    @Override
    public Optional<NodeRun> node(String runId, String nodeId) {
      return store.node(runId, nodeId);
    }

    @Override
    public List<NodeRun> nodes(String runId) {
      return store.nodes(runId);
    }
  }

  @Test
  void soundStorePasses() {
    assertThat(failures(Sound::new)).isEmpty();
  }

  @Test
  void storeThatTakesAnIdTwiceFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public void create(PipelineRun run) {
                        if (find(run.id()).isEmpty()) {
                          super.create(run);
                        }
                      }
                    }))
        .containsExactly("idIsTakenOnce");
  }

  @Test
  void storeThatListsTheOldestFirstFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public List<PipelineRun> newest(RunFilter filter, int limit) {
                        var runs = new ArrayList<>(super.newest(filter, limit));
                        Collections.reverse(runs);
                        return runs;
                      }
                    }))
        .containsExactlyInAnyOrder("newestRunsComeFirst", "filterLetsPassWhatItNames");
  }

  @Test
  void storeThatListsTheRunsOfAllPipelinesFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public List<PipelineRun> newest(RunFilter filter, int limit) {
                        return super.newest(
                            new RunFilter(Optional.empty(), filter.state(), filter.before()),
                            limit);
                      }
                    }))
        .containsExactly("filterLetsPassWhatItNames");
  }

  @Test
  void storeThatEndsARunTwiceFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public PipelineRun finish(String runId, RunState state, String message) {
                        if (find(runId).isPresent()) {
                          reopen(runId, "nobody");
                        }
                        return super.finish(runId, state, message);
                      }
                    }))
        .containsExactly("finishedRunHasStateMessageAndTime");
  }

  @Test
  void storeThatDoesNotReopenFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public PipelineRun reopen(String runId, String owner) {
                        return find(runId)
                            .orElseThrow(() -> new MetadataException(Code.NOT_FOUND, runId));
                      }
                    }))
        .containsExactly("reopenedRunRunsAgainForItsNewOwner");
  }

  @Test
  void storeThatPutsNodesOneByOneFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public void put(Collection<NodeRun> nodes) {
                        nodes.forEach(super::put);
                      }
                    }))
        .containsExactly("nodesOfAnUnknownRunAreRefusedTogether");
  }

  @Test
  void storeThatSortsNodesByNameFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public List<NodeRun> nodes(String runId) {
                        return super.nodes(runId).stream()
                            .sorted(Comparator.comparing(NodeRun::nodeId))
                            .toList();
                      }
                    }))
        .containsExactly("nodeIsReplacedAndKeepsItsPlace");
  }

  @Test
  void storeThatForgetsWhenItIsClosedFails() {
    assertThat(failures(store -> new Forgetful(store)))
        .contains("runIsThereAfterReopening")
        .doesNotContain("runIsFoundAsItWasCreated", "newestRunsComeFirst");
  }

  /** Keeps nodes in memory only. */
  private static final class Forgetful extends Sound {
    private final List<NodeRun> nodes = new ArrayList<>();

    Forgetful(RunStore store) {
      super(store);
    }

    @Override
    public void put(NodeRun node) {
      nodes.add(node);
    }

    @Override
    public List<NodeRun> nodes(String runId) {
      return nodes.stream().filter(node -> node.runId().equals(runId)).toList();
    }
  }

  private List<String> failures(UnaryOperator<RunStore> fault) {
    return SuiteCheck.failures(
        () ->
            new SqliteRunStoreTest() {
              @Override
              RunStore storeOf(MetadataDatabase opened) {
                return fault.apply(opened.runs());
              }
            },
        directory);
  }
}
