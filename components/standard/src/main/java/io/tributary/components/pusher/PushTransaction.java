package io.tributary.components.pusher;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.components.infravalidator.GoldenRows;
import io.tributary.serving.InferenceClient;
import io.tributary.serving.Signature;
import io.tributary.serving.embedded.ModelServer;
import io.tributary.serving.repository.ModelRepository;
import io.tributary.serving.repository.PublishedVersion;
import io.tributary.serving.repository.RepositoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One push: tried out in a tier and a repository of its own, then placed, then tried out in the
 * running server, then switched to. Until the switch, and again after any failure, the version that
 * was served before is served.
 */
final class PushTransaction {
  private static final Duration LOADING = Duration.ofMinutes(2);

  private final ModelRepository repository;
  private final String model;
  private final Optional<String> server;
  private final Map<String, Path> files;
  private final Map<String, String> digests;
  private final Optional<GoldenRows> golden;

  /**
   * Not begun yet.
   *
   * @param server address of a running server of the repository
   * @param files what a version consists of
   * @param digests SHA-256 of these files
   */
  PushTransaction(
      ModelRepository repository,
      String model,
      Optional<String> server,
      Map<String, Path> files,
      Map<String, String> digests,
      Optional<GoldenRows> golden) {
    this.repository = repository;
    this.model = model;
    this.server = server;
    this.files = files;
    this.digests = digests;
    this.golden = golden;
  }

  /**
   * What a push did.
   *
   * @param version that is served now
   * @param message in one line
   */
  record Outcome(long version, String message) {}

  /**
   * Pushes.
   *
   * @param scratch an empty directory for the trial
   */
  Outcome push(Path scratch) {
    if (server.isEmpty()) {
      return push(scratch, Optional.empty());
    }
    try (var client = InferenceClient.grpc(server.get(), LOADING)) {
      if (!client.serverLive()) {
        throw new ExecutionFailure(
            Code.UNAVAILABLE,
            new Explanation(
                "Pusher > destination > server",
                client.address() + " does not answer",
                "a running server of " + repository.root(),
                "start it, or correct the address; nothing was changed"));
      }
      return push(scratch, Optional.of(client));
    }
  }

  private Outcome push(Path scratch, Optional<InferenceClient> running) {
    var current = repository.current(model);
    if (current.isPresent() && holds(current.getAsLong())) {
      running.ifPresent(client -> takeOver(client, current.getAsLong(), served()));
      return new Outcome(
          current.getAsLong(), "version " + current.getAsLong() + " has this content already");
    }
    var signature = tryOut(scratch);
    var present = equalVersion();
    long version =
        present.isPresent()
            ? present.getAsLong()
            : unchanged(repository, repository.publish(model, files, signature)).version();
    var before = served();
    try {
      running.ifPresent(client -> rehearse(client, version, before));
      repository.activate(model, List.of(version));
      running.ifPresent(client -> takeOver(client, version, before));
    } catch (RuntimeException e) {
      undo(version, before, present.isEmpty(), running, e);
      throw e;
    }
    return new Outcome(
        version,
        "version "
            + version
            + " serves"
            + current.stream().mapToObj(old -> " instead of version " + old).findFirst().orElse("")
            + golden.map(rows -> ", golden rows answered as offline").orElse(""));
  }

  private List<Long> served() {
    var present = repository.versions(model);
    return present.isEmpty()
        ? List.of()
        : repository.served(model).stream().filter(present::contains).toList();
  }

  /** Whether a version is undamaged and has the content that is pushed. */
  private boolean holds(long version) {
    try {
      return repository.verify(model, version).entrySet().containsAll(digests.entrySet());
    } catch (RepositoryException e) {
      // A damaged version holds nothing; it is no reason against replacing it.
      return false;
    }
  }

  private OptionalLong equalVersion() {
    var found = OptionalLong.empty();
    for (long version : repository.versions(model)) {
      if (holds(version)) {
        found = OptionalLong.of(version);
      }
    }
    return found;
  }

  /** From a copy in a tier of this process: what does not work here never gets near the other. */
  private Signature tryOut(Path scratch) {
    var trial = new ModelRepository(scratch.resolve("repository"));
    var copy = unchanged(trial, trial.publish(model, files));
    long version = copy.version();
    trial.activate(model, List.of(version));
    try (var tier = ModelServer.serving(trial).loadAtStart(false).start();
        var client = tier.client()) {
      client.load(model);
      check(client, version);
    }
    return copy.signature();
  }

  /** What was published; taken away again if it is not what was to be pushed. */
  private PublishedVersion unchanged(ModelRepository target, PublishedVersion published) {
    if (published.digests().entrySet().containsAll(digests.entrySet())) {
      return published;
    }
    target.remove(model, published.version());
    throw new ExecutionFailure(
        Code.FAILED_PRECONDITION,
        new Explanation(
            "Pusher < model",
            "files that changed while they were pushed",
            "the files with SHA-256 " + digests,
            "keep others from writing to the artifact, and run again; nothing was pushed"));
  }

  /** Beside the versions that are served; the configuration on disk stays as it is. */
  private void rehearse(InferenceClient client, long version, List<Long> before) {
    var both = new ArrayList<>(before);
    if (!both.contains(version)) {
      both.add(version);
    }
    client.load(model, repository.configServing(model, both));
    check(client, version);
  }

  /** Makes the server follow the configuration on disk, unless it does already. */
  private void takeOver(InferenceClient client, long version, List<Long> before) {
    boolean alone =
        before.stream()
            .allMatch(other -> other == version || !client.modelReady(model, Long.toString(other)));
    if (!alone || !client.modelReady(model, Long.toString(version))) {
      client.load(model);
    }
    check(client, version);
  }

  private void check(InferenceClient client, long version) {
    var number = Long.toString(version);
    if (!client.modelReady(model, number)) {
      throw refused(client, "version " + version + " was loaded and is not ready");
    }
    if (golden.isPresent()) {
      golden
          .get()
          .difference(client.infer(model, number, golden.get().requests()).outputs())
          .ifPresent(
              difference -> {
                throw refused(client, "version " + version + ": " + difference);
              });
    }
  }

  private ExecutionFailure refused(InferenceClient client, String what) {
    return new ExecutionFailure(
        Code.FAILED_PRECONDITION,
        new Explanation(
            "Pusher > model '" + model + "' at " + client.address(),
            what,
            "ready, and the answers that the model gives offline",
            "see the log of the server; the version that was served before is served on"));
  }

  private void undo(
      long version,
      List<Long> before,
      boolean remove,
      Optional<InferenceClient> running,
      RuntimeException failure) {
    attempt(
        failure,
        () -> {
          if (!served().equals(before)) {
            repository.activate(model, before);
          }
        });
    running.ifPresent(
        client ->
            attempt(
                failure,
                () -> {
                  if (before.isEmpty()) {
                    client.unload(model);
                  } else {
                    client.load(model);
                  }
                }));
    if (remove) {
      attempt(failure, () -> repository.remove(model, version));
    }
  }

  /** What goes wrong while undoing is told with the failure, and keeps nothing else from it. */
  private static void attempt(RuntimeException failure, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** Whether a version is what is served now, on disk and by the server. */
  boolean isServed(long version) {
    var current = repository.current(model);
    if (current.isEmpty() || current.getAsLong() != version || !holds(version)) {
      return false;
    }
    if (server.isEmpty()) {
      return true;
    }
    try (var client = InferenceClient.grpc(server.get())) {
      return client.modelReady(model, Long.toString(version));
    }
  }
}
