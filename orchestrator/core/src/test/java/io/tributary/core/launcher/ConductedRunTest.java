package io.tributary.core.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tributary.api.Pipeline;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRefusedException;
import io.tributary.core.RunRequest;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.steps.Gather;
import io.tributary.core.steps.Write;
import io.tributary.metadata.Lease;
import io.tributary.metadata.NodeState;
import io.tributary.metadata.RunState;
import io.tributary.proto.pipeline.Node;
import java.nio.file.Path;
import java.time.Clock;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of all processes that would conduct a run, one does. */
class ConductedRunTest {
  private static final String LEASE = "run/run/.conductor";

  @TempDir Path directory;
  private RunHome home;

  @BeforeEach
  void openHome() {
    home = RunHome.open(directory.resolve("home"), Clock.systemUTC());
  }

  @AfterEach
  void closeHome() {
    home.close();
  }

  private RunRequest request() {
    var p = Pipeline.named("conducted");
    p.add(new Write("a", directory.resolve("trace")));
    return RunRequest.of(Compiler.compile(p), ConductedRunTest.class.getClassLoader(), "run");
  }

  private RunRequest resumption() {
    var stored = home.metadata().runs().find("run").orElseThrow();
    return RunRequest.resuming(stored, home, ConductedRunTest.class.getClassLoader());
  }

  private ConductedRun conducted(RunRequest request) {
    return ConductedRun.open(request, home, RunListener.SILENT);
  }

  private RunSession inProcess(RunRequest request) {
    return RunSession.open(request, home, RunListener.SILENT, Checkpoint.NONE, Invoker.COMPONENT);
  }

  private NodeSession node(RunRequest request) {
    return NodeSession.open(
        request, "Write", home, RunListener.SILENT, Checkpoint.NONE, Invoker.COMPONENT);
  }

  private static Node node(ConductedRun run) {
    return run.request().pipeline().getNodes(0);
  }

  private NodeState state() {
    return home.metadata().runs().node("run", "Write").orElseThrow().state();
  }

  private static RunRefusedException refusal(ThrowingCallable call) {
    return catchThrowableOfType(RunRefusedException.class, call);
  }

  @Test
  void nobodyElseResumesARunWhileItIsConducted() {
    try (var run = conducted(request())) {
      run.settle();

      for (var refusal :
          new RunRefusedException[] {
            refusal(() -> inProcess(resumption()).close()),
            refusal(() -> conducted(resumption()).close())
          }) {
        assertThat(refusal)
            .hasMessageContaining(
                "run is conducted by process " + ProcessIdentity.current().format());
        assertThat(refusal.isBusy()).isTrue();
      }
      assertThat(state()).isEqualTo(NodeState.PENDING);
    }
  }

  @Test
  void nodeOfAConductedRunCanBeTakenUp() {
    try (var run = conducted(request())) {
      run.settle();
      try (var node = node(resumption())) {
        run.ended(node.launch());
      }

      assertThat(run.finish().state()).isEqualTo(RunState.COMPLETE);
    }
  }

  @Test
  void whatANodeHasKeptGoesThoughItsProcessDiedWhenItHadSucceeded() {
    var p = Pipeline.named("kept");
    p.add(new Gather(1));
    var loader = ConductedRunTest.class.getClassLoader();
    var kept = directory.resolve("home/artifacts/.checkpoints");
    Checkpoint death =
        (point, node) -> {
          if (point == Checkpoint.Point.AFTER_COMMIT) {
            throw new IllegalStateException("killed");
          }
        };
    try (var run = conducted(RunRequest.of(Compiler.compile(p), loader, "run"))) {
      run.settle();
      try (var dying =
          NodeSession.open(
              resumption(), "Gather", home, RunListener.SILENT, death, Invoker.COMPONENT)) {
        assertThatThrownBy(dying::launch).hasMessageContaining("killed");
      }
      assertThat(kept.resolve("run/Gather")).exists();

      run.ended(run.stored(node(run)).orElseThrow());

      assertThat(run.finish().state()).isEqualTo(RunState.COMPLETE);
      assertThat(kept).doesNotExist();
    }
  }

  @Test
  void runIsResumedWhenNobodyConductsItAnyMore() {
    try (var run = conducted(request())) {
      run.settle();
    }
    try (var resumed = conducted(resumption())) {
      resumed.settle();
    }
    inProcess(resumption()).close();
    assertThat(home.metadata().leases().find(LEASE)).isEmpty();
  }

  @Test
  void conductorThatDiedOnThisMachineIsInNobodysWay() {
    inProcess(request()).close();
    var current = ProcessIdentity.current();
    var dead = new ProcessIdentity(current.host(), current.scope(), current.pid(), "before");
    assertThat(home.metadata().leases().acquire(LEASE, dead.format(), LeaseKeeper.TTL)).isPresent();

    try (var resumed = conducted(resumption())) {
      resumed.settle();
      assertThat(home.metadata().leases().find(LEASE).orElseThrow().owner())
          .isEqualTo(current.format());
    }
  }

  @Test
  void conductorThatSleptWhileAnotherTookTheRunDoesNothingMore() {
    Lease other;
    try (var run = conducted(request())) {
      run.settle();
      var lease = home.metadata().leases().find(LEASE).orElseThrow();
      home.metadata().leases().release(lease);
      other = home.metadata().leases().acquire(LEASE, "another", LeaseKeeper.TTL).orElseThrow();
      run.cancel();

      assertThat(refusal(run::requireConducting)).hasMessageContaining("not heard of for so long");
      assertThat(run.isConducting()).isFalse();
      assertThat(refusal(() -> run.launchHere(node(run)))).isNotNull();
      assertThat(refusal(() -> run.stored(node(run)))).isNotNull();
      assertThat(refusal(run::finish)).isNotNull();
      assertThat(state()).isEqualTo(NodeState.PENDING);
    }
    assertThat(home.metadata().leases().find(LEASE)).contains(other);
  }

  @Test
  void nodeThatWasCanceledThoughNobodyAskedForItHasNotEnded() {
    assertThat(ConductedRun.isEnd(NodeState.CANCELED, false)).isFalse();
    assertThat(ConductedRun.isEnd(NodeState.CANCELED, true)).isTrue();
    assertThat(ConductedRun.isEnd(NodeState.FAILED, false)).isTrue();
    assertThat(ConductedRun.isEnd(NodeState.RUNNING, true)).isFalse();
  }
}
