package io.tributary.components.pusher;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.components.infravalidator.GoldenRows;
import io.tributary.serving.InferenceClient;
import io.tributary.serving.ServingException;
import io.tributary.serving.embedded.ModelServer;
import io.tributary.serving.repository.ModelRepository;
import java.nio.file.Path;
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
  private final PushDestination destination;
  private final ModelRepository repository;
  private final Map<String, Path> files;
  private final Map<String, String> digests;
  private final Optional<GoldenRows> golden;

  /**
   * Not begun yet.
   *
   * @param files what a version consists of
   * @param digests SHA-256 of these files
   */
  PushTransaction(
      PushDestination destination,
      Map<String, Path> files,
      Map<String, String> digests,
      Optional<GoldenRows> golden) {
    this.destination = destination;
    this.repository = new ModelRepository(destination.repository());
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
    if (destination.server().isEmpty()) {
      return push(scratch, Optional.empty());
    }
    try (var server = InferenceClient.grpc(destination.server().get())) {
      if (!server.serverLive()) {
        throw new ExecutionFailure(
            Code.UNAVAILABLE,
            new Explanation(
                "Pusher > destination > server",
                server.address() + " does not answer",
                "a running server of " + repository.root(),
                "start it, or correct the address; nothing was changed"));
      }
      return push(scratch, Optional.of(server));
    }
  }

  private Outcome push(Path scratch, Optional<InferenceClient> server) {
    var name = destination.modelName();
    var current = repository.current(name);
    if (current.isPresent() && holds(current.getAsLong())) {
      server.ifPresent(client -> takeOver(client, current.getAsLong(), served()));
      return new Outcome(
          current.getAsLong(), "version " + current.getAsLong() + " has this content already");
    }
    tryOut(scratch);
    var present = equalVersion();
    long version = present.orElseGet(() -> repository.publish(name, files).version());
    var before = served();
    try {
      server.ifPresent(client -> rehearse(client, version, before));
      repository.activate(name, List.of(version));
      server.ifPresent(client -> takeOver(client, version, before));
    } catch (RuntimeException e) {
      undo(version, before, present.isEmpty(), server, e);
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
    var name = destination.modelName();
    return repository.versions(name).isEmpty() ? List.of() : repository.served(name);
  }

  /** Whether a version is undamaged and has the content that is pushed. */
  private boolean holds(long version) {
    return repository
        .verify(destination.modelName(), version)
        .entrySet()
        .containsAll(digests.entrySet());
  }

  private OptionalLong equalVersion() {
    var found = OptionalLong.empty();
    for (long version : repository.versions(destination.modelName())) {
      if (holds(version)) {
        found = OptionalLong.of(version);
      }
    }
    return found;
  }

  /** From a copy in a tier of this process: what does not work here never gets near the other. */
  private void tryOut(Path scratch) {
    var trial = new ModelRepository(scratch.resolve("repository"));
    var name = destination.modelName();
    long version = trial.publish(name, files).version();
    trial.activate(name, List.of(version));
    try (var server = ModelServer.serving(trial).loadAtStart(false).start();
        var client = server.client()) {
      client.load(name);
      check(client, version);
    }
  }

  /** Beside the versions that are served; the configuration on disk stays as it is. */
  private void rehearse(InferenceClient client, long version, List<Long> before) {
    var both = new ArrayList<>(before);
    if (!both.contains(version)) {
      both.add(version);
    }
    client.load(destination.modelName(), repository.configServing(destination.modelName(), both));
    check(client, version);
  }

  /** Makes the server follow the configuration on disk, unless it does already. */
  private void takeOver(InferenceClient client, long version, List<Long> before) {
    boolean alone =
        before.stream()
            .allMatch(
                other ->
                    other == version
                        || !client.modelReady(destination.modelName(), Long.toString(other)));
    if (!alone || !client.modelReady(destination.modelName(), Long.toString(version))) {
      client.load(destination.modelName());
    }
    check(client, version);
  }

  private void check(InferenceClient client, long version) {
    var name = destination.modelName();
    var number = Long.toString(version);
    if (!client.modelReady(name, number)) {
      throw refused(client, "version " + version + " was loaded and is not ready");
    }
    if (golden.isPresent()) {
      golden
          .get()
          .difference(client.infer(name, number, golden.get().requests()).outputs())
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
            "Pusher > model '" + destination.modelName() + "' at " + client.address(),
            what,
            "ready, and the answers that the model gives offline",
            "see the log of the server; the version that was served before is served on"));
  }

  private void undo(
      long version,
      List<Long> before,
      boolean remove,
      Optional<InferenceClient> server,
      RuntimeException failure) {
    attempt(
        failure,
        () -> {
          if (!served().equals(before)) {
            repository.activate(destination.modelName(), before);
          }
        });
    server.ifPresent(
        client ->
            attempt(
                failure,
                () -> {
                  if (before.isEmpty()) {
                    client.unload(destination.modelName());
                  } else {
                    client.load(destination.modelName());
                  }
                }));
    if (remove) {
      attempt(failure, () -> repository.remove(destination.modelName(), version));
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
  static boolean isServed(PushDestination destination, long version, Map<String, String> digests) {
    var repository = new ModelRepository(destination.repository());
    var current = repository.current(destination.modelName());
    if (current.isEmpty()
        || current.getAsLong() != version
        || !repository
            .verify(destination.modelName(), version)
            .entrySet()
            .containsAll(digests.entrySet())) {
      return false;
    }
    if (destination.server().isEmpty()) {
      return true;
    }
    try (var server = InferenceClient.grpc(destination.server().get())) {
      return server.modelReady(destination.modelName(), Long.toString(version));
    } catch (ServingException e) {
      return false;
    }
  }
}
