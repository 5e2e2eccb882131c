package io.tributary.runner.beam;

import io.tributary.core.Runner;
import io.tributary.core.RunnerContract;
import io.tributary.core.launcher.Checkpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarOutputStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract, on a Flink cluster inside this process, where workers find classes by themselves.
 */
class FlinkRunnerTest extends RunnerContract {
  @TempDir static Path shared;
  private static MiniCluster cluster;
  private static Map<String, String> options;

  @BeforeAll
  static void startCluster() throws Exception {
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(new Configuration())
                .setNumTaskManagers(2)
                .setNumSlotsPerTaskManager(2)
                .withRandomPorts()
                .build());
    cluster.start();
    var nothing = shared.resolve("nothing.jar");
    new JarOutputStream(Files.newOutputStream(nothing)).close();
    var rest = cluster.getRestAddress().get();
    options =
        Map.of(
            "runner",
            "flink",
            "flinkMaster",
            rest.getHost() + ":" + rest.getPort(),
            "filesToStage",
            nothing.toString());
  }

  @AfterAll
  static void stopCluster() throws Exception {
    cluster.close();
  }

  @Override
  protected Runner runner(Checkpoint checkpoint) {
    return new BeamRunner(BeamOptions.of(options), Remembered.of(checkpoint));
  }
}
