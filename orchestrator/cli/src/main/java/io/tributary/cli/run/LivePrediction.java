package io.tributary.cli.run;

import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.PushedModel;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.core.RunHome;
import io.tributary.core.artifact.StoredArtifact;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.server.view.ArtifactView;
import io.tributary.server.view.StoredRun;
import io.tributary.serving.InferenceClient;
import io.tributary.serving.InferenceResult;
import io.tributary.serving.RowInputs;
import io.tributary.serving.ServingException;
import io.tributary.serving.Signature;
import io.tributary.serving.TensorSpec;
import io.tributary.serving.embedded.ModelServer;
import io.tributary.serving.repository.ModelRepository;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Asks a serving tier for one prediction by a model that was just pushed, so that one sees it work.
 */
final class LivePrediction {
  private static final int SHOWN_INPUTS = 4;

  private LivePrediction() {}

  /**
   * Asks every pushed model, over gRPC, about the first row of the run that has its inputs: the
   * running server that it was pushed to, or one that serves it meanwhile on a free port.
   */
  static void ask(RunHome home, StoredRun run, List<Artifact> pushed, PrintWriter out)
      throws IOException {
    for (var model : pushed) {
      // <repository>/<model>/<version>
      var pushedTo = Path.of(ArtifactView.text(model, PushedModel.DESTINATION.name()));
      var repository = new ModelRepository(pushedTo.resolve("../..").normalize());
      var name = ArtifactView.text(model, PushedModel.MODEL_NAME.name());
      var version = ArtifactView.text(model, PushedModel.VERSION.name());
      var signature = repository.signature(name, Long.parseLong(version));
      var server = ArtifactView.text(model, PushedModel.SERVER.name());
      for (var examples : run.artifacts("Examples")) {
        if (ask(
            repository,
            name,
            server,
            signature,
            new StoredArtifact<Examples>(examples, home.artifacts().path(examples.getUri())),
            out)) {
          break;
        }
      }
    }
  }

  /** False if the examples lack an input of the model, or have no rows. */
  private static boolean ask(
      ModelRepository repository,
      String name,
      String server,
      Signature signature,
      StoredArtifact<Examples> examples,
      PrintWriter out)
      throws IOException {
    try (var allocator = new RootAllocator();
        var rows = new ExamplesReader(Dataset.of(examples.path(), examples.splits()), allocator)) {
      var columns = rows.schema().getFields().stream().map(Field::getName).toList();
      if (!columns.containsAll(signature.inputs().stream().map(TensorSpec::name).toList())
          || !rows.loadNextBatch()) {
        return false;
      }
      if (server.isEmpty()) {
        ask(repository, name, signature, rows.batch(), out);
      } else {
        ask(server, name, signature, rows.batch(), out);
      }
      return true;
    }
  }

  private static void ask(
      ModelRepository repository,
      String name,
      Signature signature,
      VectorSchemaRoot rows,
      PrintWriter out) {
    try (var server = ModelServer.serving(repository).grpcPort(0).start();
        var client = InferenceClient.grpc(server.grpcAddress().orElseThrow())) {
      ask(client, name, signature, rows, out);
    }
  }

  private static void ask(
      String server, String name, Signature signature, VectorSchemaRoot rows, PrintWriter out) {
    try (var client = InferenceClient.grpc(server)) {
      ask(client, name, signature, rows, out);
    } catch (ServingException e) {
      // The push was confirmed; what became of the server since is no failure of the run.
      out.println("prediction  none: " + e.getMessage());
    }
  }

  private static void ask(
      InferenceClient client,
      String name,
      Signature signature,
      VectorSchemaRoot rows,
      PrintWriter out) {
    var answer = client.infer(name, new RowInputs(signature).read(rows, 0, 1));
    out.println(
        "prediction  "
            + outputs(answer)
            + " for "
            + row(signature, rows)
            + "   ("
            + name
            + " version "
            + answer.version()
            + ", asked over gRPC at "
            + client.address()
            + ")");
  }

  private static String outputs(InferenceResult answer) {
    return answer.outputs().byName().entrySet().stream()
        .map(output -> output.getKey() + " " + output.getValue().text(0))
        .collect(Collectors.joining(", "));
  }

  private static String row(Signature signature, VectorSchemaRoot rows) {
    var shown =
        signature.inputs().stream()
            .limit(SHOWN_INPUTS)
            .map(TensorSpec::name)
            .map(name -> name + "=" + rows.getVector(name).getObject(0))
            .collect(Collectors.joining(", "));
    return signature.inputs().size() > SHOWN_INPUTS ? shown + ", ..." : shown;
  }
}
