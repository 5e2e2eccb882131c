package io.tributary.cli.run;

import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.PushedModel;
import io.tributary.cli.command.Command;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.UsageException;
import io.tributary.core.PushTarget;
import io.tributary.core.RunHome;
import io.tributary.core.RunRefusedException;
import io.tributary.core.RunRequest;
import io.tributary.core.jar.KeptJars;
import io.tributary.core.launcher.RunSettings;
import io.tributary.metadata.PipelineRun;
import io.tributary.proto.pipeline.Pipeline;
import io.tributary.server.Audit;
import io.tributary.server.view.StoredRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a new run is started. */
public final class StartOptions {
  private static final String PUSHED = ArtifactType.of(PushedModel.class).name();

  private final Given<Boolean> noCache;
  private final Given<Long> seed;
  private final Given<String> push;
  private final Given<Path> repository;

  /** Adds the options to {@code command}. */
  public StartOptions(Command command) {
    noCache = command.flag("--no-cache", "Run every node, whatever earlier runs made.");
    seed =
        command.option(
            "--seed",
            "N",
            Long.class,
            "" + RunSettings.DEFAULT_SEED,
            "Source of all randomness (default: ${DEFAULT-VALUE}).");
    push =
        command.option(
            "--push",
            "triton://HOST:PORT",
            String.class,
            "gRPC address of a running Triton: what the pipeline pushes to the installation's repository goes to this server, which has to let models be loaded (--model-control-mode=explicit).");
    repository =
        command.option(
            "--repository",
            "DIR",
            Path.class,
            "With --push: the model repository that this server serves, as it is found from here.");
  }

  /**
   * Refuses options that contradict each other, before anything is opened or compiled.
   *
   * @throws UsageException if they do
   */
  public void check() {
    pushTarget();
  }

  /**
   * Where models are pushed to, if it is said.
   *
   * @throws UsageException if it is said by halves
   */
  private Optional<PushTarget> pushTarget() {
    if (push.isGiven() != repository.isGiven()) {
      throw new UsageException(
          push.isGiven() ? "--push " + push.value() : "--repository " + repository.value(),
          push.isGiven() ? "no --repository" : "no --push",
          "--push triton://HOST:PORT and --repository DIR together",
          push.isGiven()
              ? "add the directory that the server serves"
              : "add the address of the server, or leave this out");
    }
    try {
      return push.find().map(address -> PushTarget.of(address, repository.value()));
    } catch (RunRefusedException e) {
      throw new UsageException(e.explanation());
    }
  }

  /**
   * Refuses options that say otherwise than a run was started.
   *
   * @throws UsageException with all of them
   */
  void requireAsStarted(PipelineRun run, RunHome home) {
    var otherwise = new ArrayList<String>();
    var started = RunRequest.resuming(run, home, StartOptions.class.getClassLoader());
    if (seed.isGiven() && seed.value() != started.seed()) {
      otherwise.add("--seed " + seed.value() + ", which was " + started.seed());
    }
    var target = pushTarget();
    if (target.isPresent() && !target.equals(started.pushTarget())) {
      otherwise.add(
          "--push "
              + text(target.get())
              + ", which was "
              + started.pushTarget().map(StartOptions::text).orElse("not asked for"));
    }
    if (noCache.value() && run.cacheEnabled()) {
      otherwise.add("--no-cache, which was not asked for");
    }
    if (!otherwise.isEmpty()) {
      throw new UsageException(
          "run '" + run.id() + "'",
          String.join("; ", otherwise),
          "what the run was started with",
          "leave it out, or start a new run");
    }
  }

  /** These options as they can be given again. */
  public List<String> again() {
    var arguments = new ArrayList<String>();
    if (noCache.value()) {
      arguments.add("--no-cache");
    }
    if (seed.isGiven()) {
      arguments.addAll(List.of("--seed", seed.value().toString()));
    }
    pushTarget()
        .ifPresent(
            target ->
                arguments.addAll(
                    List.of(
                        "--push",
                        target.address(),
                        "--repository",
                        target.repository().toString())));
    return arguments;
  }

  private static String text(PushTarget target) {
    return target.address() + " --repository " + target.repository();
  }

  /**
   * A new run of a compiled pipeline.
   *
   * @param kept the jars that it was compiled from; its nodes have their classes from there
   */
  RunRequest request(PipelineOptions.Compiled compiled, String runId, KeptJars kept) {
    return kept.in(request(compiled, runId), StartOptions.class.getClassLoader());
  }

  /** A new run of a compiled pipeline. */
  RunRequest request(PipelineOptions.Compiled compiled, String runId) {
    if (runId.equals(StoredRun.LATEST)) {
      throw new UsageException(
          "--run-id",
          "'" + runId + "', which stands for the newest run",
          "an id of its own",
          "choose another");
    }
    var request =
        RunRequest.of(compiled.pipeline(), compiled.classes(), runId)
            .withParameters(compiled.parameters())
            .withSeed(seed.value())
            .by(Audit.user());
    var target = pushTarget();
    if (target.isPresent() && !pushes(compiled.pipeline())) {
      throw new UsageException(
          "--push " + push.value(),
          "pipeline '" + compiled.pipeline().getId() + "', none of whose nodes pushes a model",
          "a pipeline with a Pusher",
          "leave it out, or add a Pusher");
    }
    var pushing = target.map(request::withPushTarget).orElse(request);
    return noCache.value() ? pushing.withoutCache() : pushing;
  }

  private static boolean pushes(Pipeline pipeline) {
    return pipeline.getNodesList().stream()
        .flatMap(node -> node.getOutputsList().stream())
        .anyMatch(output -> output.getType().getName().equals(PUSHED));
  }
}
