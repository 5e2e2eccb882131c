package io.tributary.components.infravalidator;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.serving.InferenceClient;
import io.tributary.serving.ModelIndex;
import io.tributary.serving.ServingException;
import io.tributary.serving.Signature;
import io.tributary.serving.repository.ModelRepository;
import io.tributary.serving.repository.TrialModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A trial in a running server, beside what is served there: the model is placed in the server's
 * repository under a name of its own, loaded, asked, unloaded and taken away.
 *
 * @param server address of its gRPC endpoint
 * @param repository that the server serves
 */
record ServerTrial(String server, ModelRepository repository) {
  private static final Duration LOADING = Duration.ofMinutes(2);
  private static final Duration UNLOADING = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(20);

  /** States in which a server still has to do with a model. */
  private static final Set<String> BUSY = Set.of(ModelIndex.READY, "LOADING", "UNLOADING");

  /**
   * What keeps the server from serving the model; empty when nothing does.
   *
   * @throws ExecutionFailure if the server cannot be asked, whatever the model
   */
  Optional<String> of(Map<String, Path> files, Signature signature, GoldenRows golden) {
    try (var client = InferenceClient.grpc(server, LOADING)) {
      if (!client.serverLive()) {
        throw failure(
            Code.UNAVAILABLE,
            server + " does not answer",
            "a running server of " + repository.root(),
            "start it, or correct the address",
            null);
      }
      for (var abandoned : repository.abandonedTrials()) {
        new Loaded(client, abandoned).close();
        repository.removeAbandonedTrial(abandoned);
      }
      try (var model = repository.trial(files, signature)) {
        requireSeen(client, model.name());
        return problem(client, model.name(), golden);
      }
    } catch (ServingException e) {
      throw failure(
          e.failureCode(),
          String.valueOf(e.getMessage()),
          "a running server of " + repository.root() + " that lets models be loaded",
          "start it with --model-control-mode=explicit if it is not, see its log, and run again",
          e);
    }
  }

  private static Optional<String> problem(InferenceClient client, String model, GoldenRows golden) {
    try (var loaded = new Loaded(client, model)) {
      loaded.load();
      var version = Long.toString(TrialModel.VERSION);
      if (!client.modelReady(model, version)) {
        return Optional.of("the model was loaded and is not ready");
      }
      return golden.difference(client.infer(model, version, golden.requests()).outputs());
    } catch (ServingException e) {
      if (isOfTheServer(e)) {
        throw e;
      }
      return Optional.of("the server at " + client.address() + " says: " + e.serverMessage());
    }
  }

  /** Whether another model would have met with the same. */
  private static boolean isOfTheServer(ServingException e) {
    return switch (e.code()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, UNIMPLEMENTED -> true;
      case INVALID_ARGUMENT, NOT_FOUND, INTERNAL -> false;
    };
  }

  private void requireSeen(InferenceClient client, String model) {
    if (client.repositoryIndex().stream().noneMatch(line -> line.name().equals(model))) {
      throw failure(
          Code.FAILED_PRECONDITION,
          server + " does not see what is placed in " + repository.root(),
          "a server of this very directory",
          "correct the address or the directory; nothing is left there",
          null);
    }
  }

  private static ExecutionFailure failure(
      Code code, String value, String expected, String remedy, @Nullable Throwable cause) {
    return new ExecutionFailure(
        code, new Explanation("InfraValidator > server", value, expected, remedy), cause);
  }

  /** A model that the server may have loaded; it has not any more once this is closed. */
  private record Loaded(InferenceClient client, String model) implements AutoCloseable {
    void load() {
      client.load(model);
    }

    @Override
    public void close() {
      try {
        client.unload(model);
      } catch (ServingException e) {
        if (e.code() != ServingException.Code.NOT_FOUND) {
          throw e;
        }
        // It was never loaded.
      }
      var end = System.nanoTime() + UNLOADING.toNanos();
      while (isBusy()) {
        if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
          throw new ServingException(
              ServingException.Code.DEADLINE_EXCEEDED,
              client.address(),
              "model '" + model + "' is not unloaded within " + UNLOADING);
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }

    private boolean isBusy() {
      return client.repositoryIndex().stream()
          .anyMatch(line -> line.name().equals(model) && BUSY.contains(line.state()));
    }
  }
}
