package io.tributary.components.infravalidator;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.PastOutputs;
import io.tributary.api.Run;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.InfraBlessing;
import io.tributary.api.artifact.Model;
import io.tributary.api.data.ExamplesReader;
import io.tributary.serving.InvalidModelException;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.ServingException;
import io.tributary.serving.Signature;
import io.tributary.serving.embedded.ModelServer;
import io.tributary.serving.repository.ModelRepository;
import io.tributary.serving.repository.RepositoryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Serves a model in the embedded tier, from a repository of its own, and asks it: the model has to
 * load, to become ready, and to answer raw rows exactly as {@code model.onnx} does offline. In a
 * run that pushes to a running server, it is that server that is asked: the model is loaded there
 * under a name of its own, beside what is served, and nothing of it is left afterwards. A server
 * that cannot be asked fails the step.
 *
 * <p>The outcome is an empty file {@code INFRA_BLESSED} or {@code INFRA_NOT_BLESSED}; the step
 * succeeds either way. A blessing also holds the rows and their answers, see {@link GoldenRows}, so
 * that a pusher can ask the real tier the same. It holds raw data, though only the columns that the
 * model takes.
 *
 * @param model what is tried
 * @param examples raw examples; the first rows are asked
 * @param rows how many rows are asked; default 32, at most 10,000
 */
public record InfraValidator(Channel<Model> model, Channel<Examples> examples, int rows)
    implements Component<InfraValidator.Outputs> {

  /**
   * What an infra validator makes.
   *
   * @param blessing whether the model can be served
   */
  public record Outputs(Channel<InfraBlessing> blessing) {}

  private static final String MODEL_NAME = "infra-validation-model";
  private static final int DEFAULT_ROWS = 32;
  private static final int MAXIMUM_ROWS = 10_000;

  public InfraValidator {
    requireNonNull(model, "model");
    requireNonNull(examples, "examples");
    if (rows < 1 || rows > MAXIMUM_ROWS) {
      throw new IllegalArgumentException(
          new Explanation(
                  "InfraValidator > rows",
                  String.valueOf(rows),
                  "1 to " + MAXIMUM_ROWS,
                  "leave it out for " + DEFAULT_ROWS)
              .toString());
    }
  }

  /** Asks the first 32 rows. */
  public InfraValidator(Channel<Model> model, Channel<Examples> examples) {
    this(model, examples, DEFAULT_ROWS);
  }

  /** Asks the first {@code count} rows. */
  public InfraValidator withRows(int count) {
    return new InfraValidator(model, examples, count);
  }

  @Override
  public void run(Run<Outputs> run) throws IOException {
    var server = run.servingServer();
    server.ifPresent(address -> run.output(Outputs::blessing).set(InfraBlessing.SERVER, address));
    var file = run.input(model).path().resolve(ModelRepository.MODEL_FILE);
    try (var offline = OnnxModel.open(file);
        var asked = firstRows(run, offline.signature())) {
      if (asked.getRowCount() == 0) {
        judge(run, false, "the examples have no rows to ask");
        return;
      }
      var golden = GoldenRows.ask(offline, asked);
      var problem = trial(run, file, offline.signature(), golden);
      if (problem.isEmpty()) {
        golden.write(run.output(Outputs::blessing).path(), asked, run.allocator());
      }
      judge(
          run,
          problem.isEmpty(),
          problem.orElseGet(
              () ->
                  "loaded, ready, "
                      + asked.getRowCount()
                      + " rows answered as offline"
                      + server.map(address -> " by " + address).orElse("")));
    } catch (InvalidModelException e) {
      judge(run, false, String.valueOf(e.getMessage()));
    } catch (ServingException e) {
      judge(run, false, "the model fails on raw rows: " + e.serverMessage());
    } catch (RepositoryException e) {
      throw new ExecutionFailure(
          String.valueOf(e.getMessage()).contains("No space left")
              ? Code.RESOURCE_EXHAUSTED
              : Code.FAILED_PRECONDITION,
          new Explanation(
              "InfraValidator > repository",
              String.valueOf(e.getMessage()),
              "room for a copy of the model in "
                  + (server.isPresent() ? run.servingRepository() : run.temporaryDirectory()),
              "free space there, and check that it can be written"),
          e);
    }
  }

  /** What keeps the tier from serving the model; empty when nothing does. */
  private static Optional<String> trial(
      Run<Outputs> run, Path file, Signature signature, GoldenRows golden) {
    var files = ModelRepository.files(file);
    return run.servingServer()
        .map(
            server ->
                new ServerTrial(server, new ModelRepository(run.servingRepository()))
                    .of(files, signature, golden))
        .orElseGet(() -> embedded(run, files, signature, golden));
  }

  private static Optional<String> embedded(
      Run<Outputs> run, Map<String, Path> files, Signature signature, GoldenRows golden) {
    var repository = new ModelRepository(run.temporaryDirectory().resolve("repository"));
    var published = repository.publish(MODEL_NAME, files, signature);
    repository.activate(MODEL_NAME, List.of(published.version()));
    try (var server = ModelServer.serving(repository).loadAtStart(false).start();
        var client = server.client()) {
      client.load(MODEL_NAME);
      var version = Long.toString(published.version());
      if (!client.modelReady(MODEL_NAME, version)) {
        return Optional.of("the model was loaded and is not ready");
      }
      return golden.difference(client.infer(MODEL_NAME, version, golden.requests()).outputs());
    } catch (ServingException e) {
      return Optional.of("the serving tier says: " + e.serverMessage());
    }
  }

  /**
   * What one server has shown says nothing about another, and what a running one has refused it may
   * serve by now.
   */
  @Override
  public boolean isReusable(PastOutputs<Outputs> past) {
    var blessing = past.output(Outputs::blessing);
    var server = blessing.flatMap(judged -> judged.property(InfraBlessing.SERVER));
    return server.equals(past.servingServer())
        && (server.isEmpty()
            || blessing.flatMap(judged -> judged.property(InfraBlessing.BLESSED)).orElse(false));
  }

  private static void judge(Run<Outputs> run, boolean blessed, String reason) throws IOException {
    var blessing = run.output(Outputs::blessing);
    Files.createFile(blessing.path().resolve(blessed ? "INFRA_BLESSED" : "INFRA_NOT_BLESSED"));
    blessing.set(InfraBlessing.BLESSED, blessed);
    var message = (blessed ? "blessed: " : "not blessed: ") + reason.replace('\n', ' ');
    blessing.set(InfraBlessing.MESSAGE, message);
    run.progress(message);
  }

  /** The first rows of the columns that the model takes; the caller closes them. */
  private VectorSchemaRoot firstRows(Run<Outputs> run, Signature signature) throws IOException {
    try (var reader = run.read(examples)) {
      var root = VectorSchemaRoot.create(taken(reader.schema(), signature), run.allocator());
      boolean complete = false;
      try {
        fill(root, reader);
        complete = true;
        return root;
      } finally {
        if (!complete) {
          root.close();
        }
      }
    }
  }

  private static Schema taken(Schema schema, Signature signature) {
    var fields = new ArrayList<Field>();
    var absent = new ArrayList<String>();
    for (var input : signature.inputs()) {
      var field =
          schema.getFields().stream()
              .filter(each -> each.getName().equals(input.name()))
              .findFirst();
      field.ifPresentOrElse(fields::add, () -> absent.add(input.name()));
    }
    if (!absent.isEmpty()) {
      throw new ExecutionFailure(
          Code.INVALID_ARGUMENT,
          new Explanation(
              "InfraValidator < examples",
              "no columns " + absent,
              "a column for each input of the model",
              "pass the raw examples that the model was made for"));
    }
    return new Schema(fields);
  }

  private void fill(VectorSchemaRoot root, ExamplesReader reader) throws IOException {
    root.allocateNew();
    int filled = 0;
    while (filled < rows && reader.loadNextBatch()) {
      var batch = reader.batch();
      int count = Math.min(rows - filled, batch.getRowCount());
      for (var target : root.getFieldVectors()) {
        var source = batch.getVector(target.getName());
        for (int row = 0; row < count; row++) {
          target.copyFromSafe(row, filled + row, source);
        }
      }
      filled += count;
    }
    root.setRowCount(filled);
  }
}
