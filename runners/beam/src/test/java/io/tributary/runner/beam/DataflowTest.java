package io.tributary.runner.beam;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.services.dataflow.model.DataflowPackage;
import io.tributary.core.Layers;
import io.tributary.core.TraceContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import org.apache.beam.runners.dataflow.options.DataflowPipelineDebugOptions;
import org.apache.beam.runners.dataflow.util.PackageUtil;
import org.apache.beam.runners.dataflow.util.Stager;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory;
import org.apache.beam.sdk.extensions.gcp.options.GcpOptions;
import org.apache.beam.sdk.extensions.gcp.options.GcsOptions;
import org.apache.beam.sdk.extensions.gcp.storage.NoopPathValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Dataflow would be given to run; nothing here reaches a cloud. */
class DataflowTest {
  @TempDir Path directory;

  /** Takes files as if they had been uploaded. */
  static final class NoUpload implements Stager {
    @Override
    public List<DataflowPackage> stageFiles(List<PackageUtil.StagedFile> files) {
      return files.stream().map(file -> named(file.getDestination())).toList();
    }

    @Override
    public DataflowPackage stageToFile(byte[] bytes, String name) {
      return named(name);
    }

    private static DataflowPackage named(String name) {
      return new DataflowPackage().setName(name).setLocation("gs://bucket/staging/" + name);
    }
  }

  @Test
  void everyNodeIsAStepOfTheJob() throws Exception {
    var jar = directory.resolve("nothing.jar");
    new JarOutputStream(Files.newOutputStream(jar)).close();
    var job = directory.resolve("job.json");
    var options =
        BeamOptions.of(
                Map.of(
                    "runner", "dataflow",
                    "project", "some-project",
                    "region", "europe-west1",
                    "gcpTempLocation", "gs://bucket/temp",
                    "stagingLocation", "gs://bucket/staging",
                    "filesToStage", jar.toString(),
                    "templateLocation", job.toString()))
            .beam(Layers.WIDTH);
    options.as(DataflowPipelineDebugOptions.class).setStager(new NoUpload());
    options.as(GcpOptions.class).setCredentialFactoryClass(NoopCredentialFactory.class);
    options.as(GcsOptions.class).setPathValidatorClass(NoopPathValidator.class);
    var nodes = Layers.pipeline(directory.resolve("trace")).getNodesList();
    var beam = Pipeline.create(options);
    Dag.build(
        beam,
        nodes,
        Map.of(),
        node ->
            new NodeStep(
                new StepTask(
                    "/home",
                    "sqlite:/home/metadata.db",
                    "run",
                    node.getId(),
                    false,
                    BeamOptions.of(Map.of()),
                    TraceContext.ofRun("run").format()),
                true,
                NodeStep.Checkpoints.NONE));

    beam.run();

    var steps = new ArrayList<String>();
    new ObjectMapper()
        .readTree(job.toFile())
        .get("steps")
        .forEach(step -> steps.add(step.at("/properties/user_name/value").asText()));
    assertThat(steps).contains(nodes.stream().map(node -> node.getId()).toArray(String[]::new));
  }
}
