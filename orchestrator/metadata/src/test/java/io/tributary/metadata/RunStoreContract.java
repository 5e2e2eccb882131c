package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.tributary.metadata.MetadataException.Code;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of runs must do. An implementation's test extends this class. */
abstract class RunStoreContract {

  private static final Instant START = Instant.parse("2026-01-01T10:00:00.123456Z");

  private final TickingClock clock = new TickingClock(Duration.ofMillis(1));
  private MetadataDatabase database;
  private RunStore runs;

  /** Opens the database of this test, which is empty at first. */
  abstract MetadataDatabase openDatabase(Clock clock) throws Exception;

  /** The store under test; another than the database's own to see whether this suite notices. */
  RunStore storeOf(MetadataDatabase opened) {
    return opened.runs();
  }

  @BeforeEach
  final void open() throws Exception {
    database = openDatabase(clock);
    runs = storeOf(database);
  }

  @AfterEach
  final void close() {
    database.close();
  }

  private static PipelineRun run(String id, String pipeline, Instant started) {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("z", "1");
    parameters.put("a", "2");
    return PipelineRun.starting(
        id, pipeline, started, ByteString.copyFromUtf8("ir"), parameters, "me@here", true);
  }

  @Test
  void runIsFoundAsItWasCreated() {
    var run = run("r1", "taxi", START);
    runs.create(run);
    assertThat(runs.find("r1")).contains(run);
    assertThat(runs.find("r1").orElseThrow().parameters().keySet()).containsExactly("z", "a");
    assertThat(runs.find("r2")).isEmpty();
  }

  @Test
  void runIsThereAfterReopening() throws Exception {
    runs.create(run("r1", "taxi", START));
    runs.put(NodeRun.pending("r1", "n"));
    close();
    open();
    assertThat(runs.find("r1")).contains(run("r1", "taxi", START));
    assertThat(runs.nodes("r1")).containsExactly(NodeRun.pending("r1", "n"));
  }

  @Test
  void idIsTakenOnce() {
    runs.create(run("r1", "taxi", START));
    fails(Code.ALREADY_EXISTS, () -> runs.create(run("r1", "other", START)));
    assertThat(runs.find("r1").orElseThrow().pipeline()).isEqualTo("taxi");
  }

  @Test
  void newestRunsComeFirst() {
    runs.create(run("middle", "taxi", START.plusSeconds(1)));
    runs.create(run("oldest", "taxi", START));
    runs.create(run("newest", "other", START.plusSeconds(2)));
    runs.create(run("last of its time", "taxi", START.plusSeconds(1)));
    assertThat(runs.newest(10))
        .extracting(PipelineRun::id)
        .containsExactly("newest", "last of its time", "middle", "oldest");
    assertThat(runs.newest(2))
        .extracting(PipelineRun::id)
        .containsExactly("newest", "last of its time");
    fails(Code.INVALID_ARGUMENT, () -> runs.newest(0));
  }

  @Test
  void filterLetsPassWhatItNames() {
    runs.create(run("oldest", "taxi", START));
    runs.create(run("other", "other", START));
    runs.create(run("middle", "taxi", START.plusSeconds(1)));
    runs.create(run("newest", "taxi", START.plusSeconds(1)));
    runs.finish("middle", RunState.FAILED, "");
    assertThat(filtered("taxi", null, null)).containsExactly("newest", "middle", "oldest");
    assertThat(filtered("none", null, null)).isEmpty();
    assertThat(filtered(null, RunState.FAILED, null)).containsExactly("middle");
    assertThat(filtered("other", RunState.FAILED, null)).isEmpty();
    assertThat(filtered(null, null, "newest")).containsExactly("middle", "other", "oldest");
    assertThat(filtered(null, null, "other")).containsExactly("oldest");
    assertThat(filtered("taxi", RunState.RUNNING, "middle")).containsExactly("oldest");
    assertThat(filtered(null, null, "oldest")).isEmpty();
    fails(Code.NOT_FOUND, () -> filtered(null, null, "none"));
  }

  private List<String> filtered(
      @Nullable String pipeline, @Nullable RunState state, @Nullable String before) {
    var filter =
        new RunFilter(
            Optional.ofNullable(pipeline), Optional.ofNullable(state), Optional.ofNullable(before));
    return runs.newest(filter, 9).stream().map(PipelineRun::id).toList();
  }

  @Test
  void finishedRunHasStateMessageAndTime() {
    runs.create(run("r1", "taxi", START));
    var finished = runs.finish("r1", RunState.FAILED, "Trainer failed");
    assertThat(finished.state()).isEqualTo(RunState.FAILED);
    assertThat(finished.message()).isEqualTo("Trainer failed");
    assertThat(finished.ended()).isPresent();
    assertThat(runs.find("r1")).contains(finished);
    assertThat(runs.finish("r1", RunState.FAILED, "again")).isEqualTo(finished);
    fails(Code.FAILED_PRECONDITION, () -> runs.finish("r1", RunState.COMPLETE, ""));
    fails(Code.INVALID_ARGUMENT, () -> runs.finish("r1", RunState.RUNNING, ""));
    fails(Code.NOT_FOUND, () -> runs.finish("none", RunState.COMPLETE, ""));
  }

  @Test
  void reopenedRunRunsAgainForItsNewOwner() {
    runs.create(run("r1", "taxi", START));
    runs.finish("r1", RunState.FAILED, "Trainer failed");
    var reopened = runs.reopen("r1", "you@there");
    assertThat(reopened.state()).isEqualTo(RunState.RUNNING);
    assertThat(reopened.ended()).isEmpty();
    assertThat(reopened.message()).isEmpty();
    assertThat(reopened.owner()).isEqualTo("you@there");
    assertThat(reopened.parameters()).containsOnlyKeys("z", "a");
    assertThat(runs.finish("r1", RunState.COMPLETE, "").state()).isEqualTo(RunState.COMPLETE);
    fails(Code.NOT_FOUND, () -> runs.reopen("none", "me"));
  }

  @Test
  void nodeIsReplacedAndKeepsItsPlace() {
    runs.create(run("r1", "taxi", START));
    runs.put(List.of(NodeRun.pending("r1", "b"), NodeRun.pending("r1", "a")));
    var done =
        new NodeRun(
            "r1",
            "b",
            NodeState.COMPLETE,
            2,
            OptionalLong.of(7),
            "input 'examples' changed",
            Optional.of(START),
            Optional.of(START.plusSeconds(1)),
            "{\"key\":\"x\"}");
    runs.put(done);
    assertThat(runs.nodes("r1")).containsExactly(done, NodeRun.pending("r1", "a"));
    assertThat(runs.node("r1", "b")).contains(done);
    assertThat(runs.node("r1", "c")).isEmpty();
    assertThat(runs.nodes("r2")).isEmpty();
  }

  @Test
  void nodesOfAnUnknownRunAreRefusedTogether() {
    runs.create(run("r1", "taxi", START));
    fails(
        Code.NOT_FOUND,
        () -> runs.put(List.of(NodeRun.pending("r1", "a"), NodeRun.pending("none", "a"))));
    assertThat(runs.nodes("r1")).isEmpty();
  }

  @Test
  void recordsRefuseWhatMakesNoSense() {
    assertThatThrownBy(() -> run("", "taxi", START)).hasMessageContaining("PipelineRun.id");
    assertThatThrownBy(() -> run("r", "", START)).hasMessageContaining("PipelineRun.pipeline");
    assertThatThrownBy(() -> NodeRun.pending("", "n")).hasMessageContaining("NodeRun.runId");
    assertThatThrownBy(() -> NodeRun.pending("r", "")).hasMessageContaining("NodeRun.nodeId");
    assertThatThrownBy(
            () ->
                new NodeRun(
                    "r",
                    "n",
                    NodeState.PENDING,
                    -1,
                    OptionalLong.empty(),
                    "",
                    Optional.empty(),
                    Optional.empty(),
                    "{}"))
        .hasMessageContaining("NodeRun.attempt");
    assertThat(Map.of(RunState.RUNNING, false, RunState.COMPLETE, true))
        .allSatisfy((state, ended) -> assertThat(state.ended()).isEqualTo(ended));
    assertThat(NodeState.values())
        .filteredOn(NodeState::succeeded)
        .containsExactly(NodeState.COMPLETE, NodeState.CACHED);
    assertThat(NodeState.values())
        .filteredOn(state -> !state.ended())
        .containsExactly(NodeState.PENDING, NodeState.RUNNING);
  }

  private static void fails(Code code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MetadataException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }
}
