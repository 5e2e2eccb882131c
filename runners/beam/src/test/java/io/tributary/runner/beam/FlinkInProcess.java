package io.tributary.runner.beam;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarOutputStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/** A Flink cluster inside this process, whose workers find classes by themselves. */
final class FlinkInProcess {
  private final MiniCluster cluster;
  private final Map<String, String> options;

  private FlinkInProcess(MiniCluster cluster, Map<String, String> options) {
    this.cluster = cluster;
    this.options = options;
  }

  /** Two task managers of two slots each. */
  static FlinkInProcess start(Path directory) throws Exception {
    var cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(new Configuration())
                .setNumTaskManagers(2)
                .setNumSlotsPerTaskManager(2)
                .withRandomPorts()
                .build());
    cluster.start();
    var nothing = directory.resolve("nothing.jar");
    new JarOutputStream(Files.newOutputStream(nothing)).close();
    var rest = cluster.getRestAddress().get();
    return new FlinkInProcess(
        cluster,
        Map.of(
            "runner",
            "flink",
            "flinkMaster",
            rest.getHost() + ":" + rest.getPort(),
            "filesToStage",
            nothing.toString()));
  }

  BeamOptions options() {
    return BeamOptions.of(options);
  }

  BeamOptions options(String further, String value) {
    var more = new HashMap<>(options);
    more.put(further, value);
    return BeamOptions.of(more);
  }

  void close() throws Exception {
    cluster.close();
  }
}
