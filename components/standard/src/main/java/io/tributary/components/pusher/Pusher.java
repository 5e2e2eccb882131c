package io.tributary.components.pusher;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.InputArtifact;
import io.tributary.api.PastOutputs;
import io.tributary.api.Run;
import io.tributary.api.artifact.InfraBlessing;
import io.tributary.api.artifact.Model;
import io.tributary.api.artifact.ModelBlessing;
import io.tributary.api.artifact.PushedModel;
import io.tributary.api.digest.Sha256;
import io.tributary.components.infravalidator.GoldenRows;
import io.tributary.serving.InvalidModelException;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.ServingException;
import io.tributary.serving.repository.ModelRepository;
import io.tributary.serving.repository.RepositoryException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Hands a model over to a serving tier, as a transaction. The model is loaded and asked the golden
 * rows of the infra blessing in a tier of this process; it is staged beside the repository, its
 * digests are verified, and it is placed by one rename; a running server, when there is one, loads
 * it beside the version it serves and is asked the golden rows; the version policy is switched.
 * When anything fails, the version that was served before is served on and the new one is taken
 * away.
 *
 * <p>A model that is not blessed is not pushed: the step succeeds with {@code pushed} 0 and says
 * why, and so it does when a blessing is wired and its producer made none. A model with the content
 * of the version that is served makes no new version.
 *
 * <p>A run may name a running server of the installation's repository, see {@link
 * Run#servingServer}: a push to the installation goes there.
 *
 * <p>The result holds {@code push.json}: what was pushed, with version and digests. A past push is
 * reused only while the version that it names is still the one that is served, and by the same
 * server.
 *
 * @param model what is pushed
 * @param destination where to
 * @param blessing an evaluator's; empty to push without
 * @param infraBlessing an infra validator's; empty to push without, then nothing is asked of the
 *     tier but to load the model
 */
public record Pusher(
    Channel<Model> model,
    PushDestination destination,
    Optional<Channel<ModelBlessing>> blessing,
    Optional<Channel<InfraBlessing>> infraBlessing)
    implements Component<Pusher.Outputs> {

  /**
   * What a pusher makes.
   *
   * @param pushedModel what became of the push
   */
  public record Outputs(Channel<PushedModel> pushedModel) {}

  public Pusher {
    requireNonNull(model, "model");
    requireNonNull(destination, "destination");
    requireNonNull(blessing, "blessing");
    requireNonNull(infraBlessing, "infraBlessing");
  }

  /** Pushes whatever the model. */
  public Pusher(Channel<Model> model, PushDestination destination) {
    this(model, destination, Optional.empty(), Optional.empty());
  }

  /** Pushes only what an evaluator blessed. */
  public Pusher withBlessing(Channel<ModelBlessing> channel) {
    return new Pusher(model, destination, Optional.of(channel), infraBlessing);
  }

  /** Pushes only what an infra validator blessed, and asks the tier its golden rows. */
  public Pusher withInfraBlessing(Channel<InfraBlessing> channel) {
    return new Pusher(model, destination, blessing, Optional.of(channel));
  }

  @Override
  public void run(Run<Outputs> run) throws IOException {
    var pushed = run.output(Outputs::pushedModel);
    pushed.set(PushedModel.MODEL_NAME, destination.modelName());
    var refusal = refusal(run);
    if (refusal.isPresent()) {
      new PushRecord(false, destination.modelName(), 0, Map.of()).write(pushed.path());
      pushed.set(PushedModel.PUSHED, false);
      pushed.set(PushedModel.MESSAGE, "not pushed: " + refusal.get());
      run.progress("not pushed: " + refusal.get());
      return;
    }
    var files = files(run.input(model).path());
    var digests = digests(files);
    var repository =
        new ModelRepository(destination.repository().orElseGet(run::servingRepository));
    var server = server(run.servingServer());
    var outcome = push(run, repository, server, files, digests);
    server.ifPresent(address -> pushed.set(PushedModel.SERVER, address));
    new PushRecord(true, destination.modelName(), outcome.version(), digests).write(pushed.path());
    pushed.set(PushedModel.PUSHED, true);
    pushed.set(PushedModel.VERSION, Long.toString(outcome.version()));
    pushed.set(
        PushedModel.DESTINATION,
        repository.directory(destination.modelName(), outcome.version()).toString());
    pushed.set(
        PushedModel.SERVED_STATE,
        repository.servedState(destination.modelName(), outcome.version()));
    pushed.set(PushedModel.MESSAGE, "pushed: " + outcome.message());
    run.progress("pushed: " + outcome.message());
  }

  /** What the run says of its server holds for the installation's repository alone. */
  private Optional<String> server(Optional<String> ofTheRun) {
    return destination.repository().isPresent()
        ? destination.server()
        : ofTheRun.or(destination::server);
  }

  private Optional<String> refusal(Run<Outputs> run) {
    if (blessing.isPresent()) {
      var judged = run.input(blessing);
      if (judged.isEmpty()) {
        return Optional.of("there is no blessing");
      }
      requireSameModel(run, judged.get().property(ModelBlessing.CURRENT_MODEL_DIGEST).orElse(""));
      if (!judged.get().property(ModelBlessing.BLESSED).orElse(false)) {
        return Optional.of(
            "evaluation: "
                + judged.get().property(ModelBlessing.MESSAGE).orElse("the model is not blessed"));
      }
    }
    if (infraBlessing.isPresent()) {
      var judged = run.input(infraBlessing);
      if (judged.isEmpty()) {
        return Optional.of("there is no infra blessing");
      }
      if (!judged.get().property(InfraBlessing.BLESSED).orElse(false)) {
        return Optional.of(
            "infra validation: "
                + judged.get().property(InfraBlessing.MESSAGE).orElse("the model is not blessed"));
      }
    }
    return Optional.empty();
  }

  private void requireSameModel(Run<Outputs> run, String judged) {
    var digest = run.input(model).digest();
    if (!judged.isEmpty() && !judged.equals(digest)) {
      throw failure(
          Code.INVALID_ARGUMENT,
          "Pusher < blessing",
          "of the model with digest " + judged,
          "of the model that is pushed, " + digest,
          "wire the blessing of this model's evaluator",
          null);
    }
  }

  private PushTransaction.Outcome push(
      Run<Outputs> run,
      ModelRepository repository,
      Optional<String> server,
      Map<String, Path> files,
      Map<String, String> digests)
      throws IOException {
    if (Files.exists(repository.root()) && !Files.isDirectory(repository.root())) {
      throw failure(
          Code.INVALID_ARGUMENT,
          "Pusher > destination > repository",
          repository.root() + " is a file",
          "a directory, or nothing yet",
          "choose another path",
          null);
    }
    try {
      var golden = goldenRows(run, files);
      return new PushTransaction(
              repository, destination.modelName(), server, files, digests, golden)
          .push(run.temporaryDirectory());
    } catch (InvalidModelException e) {
      throw failed(Code.INVALID_DATA, repository, server, e);
    } catch (ServingException e) {
      throw failed(e.failureCode(), repository, server, e);
    } catch (RepositoryException e) {
      throw failed(codeOf(e), repository, server, e);
    }
  }

  private Optional<GoldenRows> goldenRows(Run<Outputs> run, Map<String, Path> files)
      throws IOException {
    var artifact = run.input(infraBlessing);
    if (artifact.isEmpty()) {
      return Optional.empty();
    }
    try (var onnx = OnnxModel.open(requireNonNull(files.get(ModelRepository.MODEL_FILE)))) {
      return GoldenRows.read(artifact.get().path(), onnx.signature(), run.allocator());
    }
  }

  static Code codeOf(RepositoryException e) {
    if (e.getCause() instanceof AccessDeniedException) {
      return Code.PERMISSION_DENIED;
    }
    return String.valueOf(e.getMessage()).contains("No space left")
        ? Code.RESOURCE_EXHAUSTED
        : Code.FAILED_PRECONDITION;
  }

  private ExecutionFailure failed(
      Code code, ModelRepository repository, Optional<String> server, RuntimeException cause) {
    return failure(
        code,
        "Pusher > model '" + destination.modelName() + "'",
        String.valueOf(cause.getMessage()),
        "a model that loads and answers, and a repository "
            + repository.root()
            + " that can be written"
            + server.map(address -> ", served by " + address).orElse(""),
        "correct what is named and run again; what was served before is served on",
        cause);
  }

  private static ExecutionFailure failure(
      Code code,
      String where,
      String value,
      String expected,
      String remedy,
      @Nullable Throwable cause) {
    return new ExecutionFailure(code, new Explanation(where, value, expected, remedy), cause);
  }

  /** The graph, and the weights that it may keep in files beside it. */
  private static Map<String, Path> files(Path payload) {
    try {
      return ModelRepository.files(payload.resolve(ModelRepository.MODEL_FILE));
    } catch (InvalidModelException e) {
      throw failure(
          Code.INVALID_DATA,
          "Pusher < model",
          String.valueOf(e.getMessage()),
          "a model in ONNX form",
          "push a model that a trainer of this kind made",
          e);
    }
  }

  private static Map<String, String> digests(Map<String, Path> files) throws IOException {
    var digests = new TreeMap<String, String>();
    for (var file : files.entrySet()) {
      digests.put(file.getKey(), Sha256.of(file.getValue()));
    }
    return digests;
  }

  @Override
  public boolean isReusable(PastOutputs<Outputs> past) throws IOException {
    var pushed = past.output(Outputs::pushedModel);
    if (pushed.isEmpty() || !Files.exists(pushed.get().path().resolve(PushRecord.FILE))) {
      return false;
    }
    if (!pushed.get().property(PushedModel.PUSHED).orElse(true)) {
      return true;
    }
    var repository =
        new ModelRepository(destination.repository().orElseGet(past::servingRepository));
    var server = server(past.servingServer());
    if (!pushed.get().property(PushedModel.SERVER).equals(server)
        || !isIn(repository, pushed.get())) {
      return false;
    }
    try {
      if (server.isEmpty() && isUntouched(pushed.get(), repository)) {
        return true;
      }
      var record = PushRecord.read(pushed.get().path());
      return new PushTransaction(
              repository,
              destination.modelName(),
              server,
              Map.of(),
              record.digests(),
              Optional.empty())
          .isServed(record.version());
    } catch (RepositoryException | ServingException e) {
      // Damaged or unreadable: what the past push claims does not hold, and a new one says why.
      return false;
    }
  }

  private boolean isIn(ModelRepository repository, InputArtifact<PushedModel> pushed) {
    var version = pushed.property(PushedModel.VERSION).map(Long::valueOf);
    return version.isPresent()
        && pushed
            .property(PushedModel.DESTINATION)
            .equals(
                Optional.of(
                    repository.directory(destination.modelName(), version.get()).toString()));
  }

  /** Whether the repository is as the push left it: then nothing in it needs to be understood. */
  private boolean isUntouched(InputArtifact<PushedModel> pushed, ModelRepository models) {
    var version = pushed.property(PushedModel.VERSION);
    var state = pushed.property(PushedModel.SERVED_STATE);
    if (version.isEmpty() || state.isEmpty()) {
      return false;
    }
    long number = Long.parseLong(version.get());
    return models.servedState(destination.modelName(), number).equals(state.get())
        && !models.verify(destination.modelName(), number).isEmpty();
  }
}
