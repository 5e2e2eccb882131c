package io.tributary.core.launcher;

import io.tributary.api.Channel;
import io.tributary.api.Checkpoints;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionPart;
import io.tributary.api.Explanation;
import io.tributary.api.InputArtifact;
import io.tributary.api.OutputArtifact;
import io.tributary.api.Run;
import io.tributary.api.RunOutcome;
import io.tributary.api.RuntimeParameter;
import io.tributary.api.Secret;
import io.tributary.api.artifact.Artifact;
import io.tributary.api.data.DataEngine;
import io.tributary.core.artifact.Attempt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** What a component is handed for one attempt. */
final class ComponentRun<O extends Record> implements Run<O> {
  private final Environment environment;
  private final Prepared prepared;
  private final Ledger ledger;
  private final Attempt attempt;
  private final Logger log;
  private final @Nullable RunOutcome outcome;
  private final String where;
  private final Inputs inputs;
  private final Ports<O> ports;
  private final Map<String, Staged<?>> outputs = new LinkedHashMap<>();
  private @Nullable BufferAllocator allocator;
  private @Nullable DataEngine engine;
  private @Nullable Checkpoints checkpoints;
  private volatile boolean over;

  ComponentRun(
      Environment environment,
      Prepared prepared,
      Ledger ledger,
      Attempt attempt,
      Logger log,
      @Nullable RunOutcome outcome) {
    this.environment = environment;
    this.prepared = prepared;
    this.ledger = ledger;
    this.attempt = attempt;
    this.log = log;
    this.outcome = outcome;
    this.where = environment.where(prepared.node());
    this.inputs = new Inputs(prepared, where);
    this.ports = Ports.of(prepared);
  }

  private void checkUnderWay() {
    if (over) {
      throw new IllegalStateException(
          where
              + ": used after the attempt has ended (expected: use within run()); end all threads before run() returns");
    }
  }

  @Override
  public <A extends Artifact> InputArtifact<A> input(Channel<A> channel) {
    return inputs.one(channel);
  }

  @Override
  public <A extends Artifact> Optional<InputArtifact<A>> input(Optional<Channel<A>> channel) {
    return inputs.optional(channel);
  }

  @Override
  public <A extends Artifact> List<InputArtifact<A>> inputs(Channel<A> channel) {
    return inputs.all(channel);
  }

  @Override
  @SuppressWarnings("unchecked") // an output's type is that of its channel
  public <A extends Artifact> OutputArtifact<A> output(Function<O, Channel<A>> port) {
    checkUnderWay();
    var channel = ports.channel(port);
    var known = outputs.get(channel.output());
    if (known == null) {
      try {
        known =
            new Staged<>(
                channel.type(), environment.home().artifacts().stage(attempt, channel.output()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      outputs.put(channel.output(), known);
      environment.checkpoint().reached(Checkpoint.Point.IN_RUN, prepared.node().getId());
    }
    return (OutputArtifact<A>) known;
  }

  /** The outputs that the component asked for, by name. */
  Map<String, Staged<?>> outputs() {
    return outputs;
  }

  @Override
  public <T> T value(RuntimeParameter<T> parameter) {
    return environment.values().value(parameter);
  }

  @Override
  public String reveal(Secret secret) {
    if (secret instanceof Secret.EnvironmentVariable variable) {
      var text = System.getenv(variable.name());
      if (text == null) {
        throw missing("environment variable '" + variable.name() + "'", "not set", null);
      }
      return text;
    }
    var path = ((Secret.File) secret).path();
    try {
      var text = Files.readString(path);
      return text.endsWith("\r\n")
          ? text.substring(0, text.length() - 2)
          : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    } catch (IOException e) {
      throw missing("file " + path, e.toString(), e);
    }
  }

  private ExecutionFailure missing(String source, String found, @Nullable Throwable cause) {
    return new ExecutionFailure(
        ExecutionFailure.Code.NOT_FOUND,
        new Explanation(
            where + " > secret in " + source,
            found,
            "the secret",
            "provide it to the process that runs the node"),
        cause);
  }

  @Override
  public synchronized BufferAllocator allocator() {
    checkUnderWay();
    if (allocator == null) {
      allocator = environment.memory().open(attempt.toString());
    }
    return allocator;
  }

  @Override
  public synchronized DataEngine engine() {
    checkUnderWay();
    if (engine == null) {
      engine = environment.engines().open(this, environment.request());
    }
    return engine;
  }

  /** Ends the attempt; gives a failure if the component kept memory. */
  synchronized Optional<ExecutionFailure> end() {
    over = true;
    engine = null;
    return allocator == null ? Optional.empty() : environment.memory().takeBack(allocator, where);
  }

  /** Ends the attempt although the component is still running. */
  void abandon() {
    over = true;
    environment.memory().abandon();
  }

  @Override
  public Clock clock() {
    return environment.home().clock();
  }

  @Override
  public long seed() {
    return environment.settings().seed();
  }

  @Override
  public Path temporaryDirectory() {
    checkUnderWay();
    try {
      return environment.home().artifacts().scratch(attempt);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized Checkpoints checkpoints() {
    checkUnderWay();
    if (checkpoints == null) {
      var work = prepared.key().map(CacheKey::hex).orElseGet(() -> "attempt-" + attempt.number());
      try {
        checkpoints =
            environment.home().artifacts().checkpoints(attempt.runId(), attempt.nodeId(), work);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return checkpoints;
  }

  @Override
  public Path servingRepository() {
    return environment.servingRepository();
  }

  @Override
  public Optional<String> servingServer() {
    return environment.servingServer();
  }

  @Override
  public Logger log() {
    return log;
  }

  @Override
  public void progress(String message) {
    log.info(message);
    environment.listener().nodeProgress(prepared.node().getId(), message);
  }

  @Override
  public void remember(ExecutionPart part) {
    checkUnderWay();
    ledger.remember(prepared.node(), part);
  }

  @Override
  public String nodeId() {
    return attempt.nodeId();
  }

  @Override
  public String runId() {
    return attempt.runId();
  }

  @Override
  public int attempt() {
    return attempt.number();
  }

  @Override
  public RunOutcome outcome() {
    if (outcome == null) {
      throw new IllegalStateException(
          where
              + " > outcome: the run has not ended (expected: an exit handler); add the component with Pipeline.onExit");
    }
    return outcome;
  }
}
