package io.tributary.runner.beam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.data.RowTrace;
import io.tributary.api.data.Rows;
import io.tributary.core.Layers;
import io.tributary.core.NodeResult;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRefusedException;
import io.tributary.core.Runner;
import io.tributary.data.LocalDataEngine;
import io.tributary.metadata.RunState;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.GetExecutionsRequest;
import io.tributary.proto.mlmd.ListOperationOptions;
import io.tributary.runner.local.LocalRunner;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs on a Flink cluster of separate processes, also while one of them is killed. More rounds with
 * {@code -Dtributary.kill.rounds=100}.
 */
class FlinkClusterTest {
  private static final int ROUNDS = Integer.getInteger("tributary.kill.rounds", 1);

  @TempDir static Path shared;
  private static FlinkProcesses cluster;

  @TempDir Path parent;

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = FlinkProcesses.start(shared.resolve("cluster"), 2, 2);
  }

  @AfterAll
  static void stopCluster() throws Exception {
    cluster.close();
  }

  static Runner onCluster(String address) {
    return new BeamRunner()
        .configured(Map.of("runner", "flink", "flinkMaster", address, "filesToStage", ownJars()));
  }

  /** What the distribution would stage: the tests' class path has Spark and Dataflow, too. */
  static String ownJars() {
    var others =
        List.of(
            "spark",
            "hadoop",
            "rocksdb",
            "scala",
            "dataflow",
            "io-google-cloud-platform",
            "spanner",
            "bigtable",
            "bigquery",
            "pubsub",
            "log4j",
            "flink-",
            "kryo",
            "slf4j-",
            "junit",
            "wire-",
            "kotlin",
            "boringssl");
    return Staging.files(FlinkClusterTest.class.getClassLoader(), List.of()).stream()
        .filter(
            file -> {
              var name = Path.of(file).getFileName().toString();
              return name.startsWith("beam-runners-flink")
                  || others.stream().noneMatch(name::contains);
            })
        .collect(Collectors.joining(","));
  }

  private Map<String, String> undisturbed() throws Exception {
    try (var home = RunHome.open(parent.resolve("undisturbed"), Clock.systemUTC())) {
      return Layers.digests(
          Layers.run(new LocalRunner(), home, parent.resolve("trace"), RunListener.SILENT));
    }
  }

  @Test
  void runOnAClusterOfProcessesEndsAsInThisProcess() throws Exception {
    var expected = undisturbed();
    try (var home = RunHome.open(parent.resolve("home"), Clock.systemUTC())) {
      var result =
          Layers.run(
              onCluster(cluster.address()), home, parent.resolve("trace"), RunListener.SILENT);

      assertThat(result.state()).isEqualTo(RunState.COMPLETE);
      assertThat(Layers.digests(result)).isEqualTo(expected).hasSize(Layers.NODES);
      assertThat(home.artifacts().staged()).isEmpty();
    }
  }

  @Test
  void runWhoseTaskManagerIsKilledEndsAsAnUndisturbedOne() throws Exception {
    var expected = undisturbed();
    for (int round = 0; round < ROUNDS; round++) {
      try (var dying = FlinkProcesses.start(parent.resolve("cluster-" + round), 2, 2);
          var home = RunHome.open(parent.resolve("round-" + round), Clock.systemUTC())) {
        var result =
            Layers.run(
                onCluster(dying.address()),
                home,
                parent.resolve("trace"),
                killing(dying.taskManagers().get(round % 2), 3 + round % (Layers.NODES - 4)));

        assertThat(dying.taskManagers().get(round % 2).isAlive()).isFalse();
        assertThat(result.state()).isEqualTo(RunState.COMPLETE);
        assertThat(Layers.digests(result)).isEqualTo(expected);
        assertThat(home.artifacts().staged()).isEmpty();
        assertThat(home.directory().resolve(".beam/run")).doesNotExist();
        assertThat(completeExecutions(home)).isEqualTo(Layers.NODES);
      }
    }
  }

  /** Kills a process, as kill -9 does, when so many nodes have ended. */
  private static RunListener killing(ProcessHandle process, int nodes) {
    return new RunListener() {
      private int ended;

      @Override
      public void nodeFinished(NodeResult result) {
        if (++ended == nodes) {
          process.destroyForcibly();
        }
      }
    };
  }

  private static long completeExecutions(RunHome home) {
    return home
        .metadata()
        .store()
        .getExecutions(
            GetExecutionsRequest.newBuilder()
                .setOptions(ListOperationOptions.newBuilder().setMaxResultSize(100))
                .build())
        .getExecutionsList()
        .stream()
        .filter(execution -> execution.getLastKnownState() == Execution.State.COMPLETE)
        .count();
  }

  @Test
  void clusterThatIsGoneIsOneClearErrorAndNothingIsStored() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    refused("127.0.0.1:" + port, "does not answer");
  }

  @Test
  void clusterWithoutSlotsIsOneClearErrorAndNothingIsStored() throws Exception {
    try (var empty = FlinkProcesses.start(parent.resolve("empty"), 0, 1)) {
      refused(empty.address(), "no slots, as no TaskManager has registered");

      assertThat(fullPass(options(empty.address())))
          .containsExactly(
              "full passes are done in the process of the node: Flink cluster "
                  + empty.address()
                  + ": no slots, as no TaskManager has registered");
    }
  }

  @Test
  void fullPassOnAClusterGivesTheResultOfThisProcess() throws Exception {
    assertThat(fullPass(options(cluster.address()))).isEmpty();
  }

  @Test
  void fullPassOnFlinkInsideThisProcessGivesTheSameResult() throws Exception {
    assertThat(fullPass(Map.of("runner", "flink", "passesFromBatches", "1"))).isEmpty();
  }

  static Map<String, String> options(String address) {
    return Map.of(
        "runner",
        "flink",
        "flinkMaster",
        address,
        "filesToStage",
        ownJars(),
        "passesFromBatches",
        "1");
  }

  /** Holds a full pass against the local engine; gives what it has told. */
  private List<String> fullPass(Map<String, String> options) throws Exception {
    var told = new CopyOnWriteArrayList<String>();
    var surroundings =
        new BeamDataEngine.Surroundings(
            () -> parent,
            told::add,
            line -> {},
            List.of(),
            FlinkClusterTest.class.getClassLoader());
    try (var memory = new RootAllocator()) {
      var rows = Rows.dataset(parent, memory, new int[] {5, 6, 7, 8}, new int[] {900, 100});
      var engine =
          new BeamDataEngine(
              memory, 2, BeamOptions.of(options), surroundings, BeamDataEngine.Submission.BEAM);

      assertThat(engine.aggregate(rows, new RowTrace()))
          .isEqualTo(new LocalDataEngine(memory, 1).aggregate(rows, new RowTrace()));
    }
    return told;
  }

  private void refused(String address, String reason) {
    try (var home = RunHome.open(parent.resolve("home"), Clock.systemUTC())) {
      assertThatThrownBy(
              () ->
                  Layers.run(onCluster(address), home, parent.resolve("trace"), RunListener.SILENT))
          .isInstanceOf(RunRefusedException.class)
          .hasMessageContaining("Flink cluster " + address)
          .hasMessageContaining(reason)
          .hasMessageContaining("--flink-master");
      assertThat(home.metadata().runs().find("run")).isEmpty();
    }
  }
}
