package io.tributary.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tributary.api.artifact.Artifact;
import io.tributary.api.artifact.Property;
import io.tributary.api.data.DataEngine;
import io.tributary.api.digest.Sha256;
import io.tributary.api.shape.StepShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run of one component without any pipeline, for tests:
 *
 * <pre>{@code
 * try (var run = FakeRun.of(new StatisticsGen(examples), directory)) {
 *   run.given(examples, payload).execute();
 *   assertThat(run.made(Outputs::statistics).path().resolve("...")).exists();
 * }
 * }</pre>
 *
 * <p>Closing it fails when the component leaked Arrow memory. Payloads of outputs are directories
 * under the given one, and can be handed to the next component's run: {@code next.given(channel,
 * run.made(Outputs::examples))}.
 *
 * @param <O> the component's outputs
 */
public final class FakeRun<O extends Record> implements Run<O>, AutoCloseable {
  /** The time at which every fake run takes place. */
  public static final Instant NOW = Instant.parse("2024-02-29T12:00:00Z");

  private final Component<O> component;
  private final Path directory;
  private final O outputs;
  private final String nodeId;
  private final RootAllocator root = new RootAllocator();
  private final BufferAllocator allocator;
  private final Map<Channel<?>, List<InputArtifact<?>>> given = new HashMap<>();
  private final Map<String, Output<?>> made = new LinkedHashMap<>();
  private final Map<String, Object> values = new HashMap<>();
  private final Map<Secret, String> secrets = new HashMap<>();
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final List<ExecutionPart> parts = new CopyOnWriteArrayList<>();
  private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private long seed = 1;
  private int attempt = 1;
  private int threads = 2;
  private @Nullable DataEngine engine;
  private @Nullable Logger log;
  private @Nullable RunOutcome outcome;
  private @Nullable Path servingRepository;
  private @Nullable String servingServer;
  private Checkpoints checkpoints = new Kept(new ConcurrentHashMap<>());
  private long artifactIds = 1;

  private FakeRun(Component<O> component, Path directory) {
    this.component = requireNonNull(component, "component");
    this.directory = requireNonNull(directory, "directory");
    nodeId = component.getClass().getSimpleName();
    outputs = outputsOf(component, nodeId);
    allocator = root.newChildAllocator(nodeId, 0, Long.MAX_VALUE);
  }

  /**
   * A run whose outputs and temporary files are below {@code directory}, usually a {@code @TempDir}
   * or a new directory in one: two runs do not share a directory.
   */
  public static <O extends Record> FakeRun<O> of(Component<O> component, Path directory) {
    return new FakeRun<>(component, directory);
  }

  /** Puts an artifact without properties into an input; its splits are its Split- directories. */
  public <A extends Artifact> FakeRun<O> given(Channel<A> channel, Path payload) {
    return given(channel, payload, Map.of());
  }

  /** Puts an artifact into an input. */
  public <A extends Artifact> FakeRun<O> given(
      Channel<A> channel, Path payload, Map<Property<A, ?>, ?> properties) {
    var named = new HashMap<String, Object>();
    properties.forEach((property, value) -> named.put(property.name(), value));
    return given(
        channel,
        new Published<>(artifactIds++, payload, named, splitsIn(payload), digestOf(payload)));
  }

  /** Puts an artifact, for instance one that another run made, into an input. */
  public <A extends Artifact> FakeRun<O> given(Channel<A> channel, InputArtifact<A> artifact) {
    given.computeIfAbsent(channel, ignored -> new ArrayList<>()).add(artifact);
    return this;
  }

  /** Gives a runtime parameter a value. */
  public <T> FakeRun<O> given(RuntimeParameter<T> parameter, T value) {
    values.put(parameter.name(), value);
    return this;
  }

  /** Gives a secret a text. */
  public FakeRun<O> given(Secret secret, String text) {
    secrets.put(secret, text);
    return this;
  }

  /** Instead of the clock that stands at {@link #NOW}. */
  public FakeRun<O> withClock(Clock other) {
    clock = requireNonNull(other, "clock");
    return this;
  }

  /** Instead of 1. */
  public FakeRun<O> withSeed(long other) {
    seed = other;
    return this;
  }

  /** Instead of 1. */
  public FakeRun<O> withAttempt(int other) {
    attempt = other;
    return this;
  }

  /** Number of threads of the engine, instead of 2; to be set before the engine is first used. */
  public FakeRun<O> withThreads(int other) {
    threads = other;
    return this;
  }

  /** Instead of the engine that ServiceLoader finds. */
  public FakeRun<O> withEngine(DataEngine other) {
    engine = requireNonNull(other, "engine");
    return this;
  }

  /** What another run has kept, or will keep. */
  public FakeRun<O> withCheckpoints(Checkpoints other) {
    checkpoints = requireNonNull(other, "checkpoints");
    return this;
  }

  /** Instead of the log that slf4j finds. */
  public FakeRun<O> withLog(Logger other) {
    log = requireNonNull(other, "log");
    return this;
  }

  /** Makes this a run that pushes to a running server of a repository. */
  public FakeRun<O> withServing(Path repository, String server) {
    servingRepository = requireNonNull(repository, "repository");
    servingServer = requireNonNull(server, "server");
    return this;
  }

  /** Makes this the run of an exit handler. */
  public FakeRun<O> withOutcome(RunOutcome other) {
    outcome = requireNonNull(other, "outcome");
    return this;
  }

  /** Runs the component. */
  public FakeRun<O> execute() throws Exception {
    component.run(this);
    return this;
  }

  /**
   * What the component made, as the next component would see it.
   *
   * @throws IllegalStateException if the component never asked for this output
   */
  @SuppressWarnings("unchecked") // the port's channel says which type of artifact was made under it
  public <A extends Artifact> InputArtifact<A> made(Function<O, Channel<A>> port) {
    var name = port.apply(outputs).output();
    var output = (Output<A>) made.get(name);
    if (output == null) {
      throw new IllegalStateException(
          nodeId + "." + name + ": not made (expected: run.output(Outputs::" + name + ") called)");
    }
    return new Published<>(
        artifactIds++,
        output.path,
        output.properties,
        List.copyOf(output.splits),
        digestOf(output.path));
  }

  /** The properties that the component set on an output, by name. */
  public Map<String, Object> properties(Function<O, ? extends Channel<?>> port) {
    var output = made.get(port.apply(outputs).output());
    return output == null ? Map.of() : Map.copyOf(output.properties);
  }

  /** Names of the outputs that the component asked for, in the order in which it did. */
  public List<String> madeOutputs() {
    return List.copyOf(made.keySet());
  }

  /** What the component told through {@link Run#progress}. */
  public List<String> messages() {
    return List.copyOf(messages);
  }

  /** What the component had remembered. */
  public List<ExecutionPart> parts() {
    return List.copyOf(parts);
  }

  @Override
  @SuppressWarnings("unchecked") // given() puts artifacts of the channel's type only
  public <A extends Artifact> InputArtifact<A> input(Channel<A> channel) {
    var artifacts = given.getOrDefault(channel, List.of());
    if (artifacts.size() != 1) {
      throw new IllegalStateException(
          nodeId
              + " < "
              + channel
              + ": "
              + artifacts.size()
              + " artifacts (expected: 1); call given(channel, ...)");
    }
    return (InputArtifact<A>) artifacts.get(0);
  }

  @Override
  public <A extends Artifact> Optional<InputArtifact<A>> input(Optional<Channel<A>> channel) {
    return channel.filter(given::containsKey).map(this::input);
  }

  @Override
  @SuppressWarnings("unchecked") // given() puts artifacts of the channel's type only
  public <A extends Artifact> List<InputArtifact<A>> inputs(Channel<A> channel) {
    return given.getOrDefault(channel, List.of()).stream()
        .map(artifact -> (InputArtifact<A>) artifact)
        .toList();
  }

  @Override
  @SuppressWarnings("unchecked") // the port's channel says which type of artifact is made under it
  public <A extends Artifact> OutputArtifact<A> output(Function<O, Channel<A>> port) {
    var name = port.apply(outputs).output();
    return (OutputArtifact<A>)
        made.computeIfAbsent(
            name, ignored -> new Output<>(created(directory.resolve("outputs").resolve(name))));
  }

  @Override
  public <T> T value(RuntimeParameter<T> parameter) {
    var value = values.get(parameter.name());
    if (value != null) {
      return parameter.type().cast(value);
    }
    return parameter
        .defaultValue()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "runtime parameter '"
                        + parameter.name()
                        + "': no value (expected: one); call given(parameter, value)"));
  }

  @Override
  public String reveal(Secret secret) {
    var text = secrets.get(secret);
    if (text == null) {
      throw new IllegalStateException(
          secret + ": no text (expected: one); call given(secret, text)");
    }
    return text;
  }

  @Override
  public BufferAllocator allocator() {
    return allocator;
  }

  @Override
  public DataEngine engine() {
    if (engine == null) {
      engine =
          ServiceLoader.load(DataEngine.Provider.class)
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "class path: no DataEngine.Provider (expected: tributary-data); add it to the module's test"
                              + " dependencies, or call withEngine"))
              .open(allocator, threads);
    }
    return engine;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public long seed() {
    return seed;
  }

  @Override
  public Path temporaryDirectory() {
    return created(directory.resolve("temporary"));
  }

  @Override
  public Checkpoints checkpoints() {
    return checkpoints;
  }

  @Override
  public Path servingRepository() {
    return servingRepository == null ? created(directory.resolve("serving")) : servingRepository;
  }

  @Override
  public Optional<String> servingServer() {
    return Optional.ofNullable(servingServer);
  }

  @Override
  public Logger log() {
    return log == null ? LoggerFactory.getLogger(nodeId) : log;
  }

  @Override
  public void progress(String message) {
    messages.add(message);
  }

  @Override
  public void remember(ExecutionPart part) {
    parts.add(part);
  }

  @Override
  public String nodeId() {
    return nodeId;
  }

  @Override
  public String runId() {
    return "fake-run";
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public RunOutcome outcome() {
    if (outcome == null) {
      throw new IllegalStateException(
          nodeId
              + ": no exit handler (expected: an exit handler asks for the run's outcome); call withOutcome");
    }
    return outcome;
  }

  /**
   * Frees what the run used.
   *
   * @throws IllegalStateException if the component leaked memory
   */
  @Override
  public void close() {
    try (root) {
      allocator.close();
    }
  }

  private static <O extends Record> O outputsOf(Component<O> component, String nodeId) {
    var flaws = new ArrayList<StepShape.Flaw>();
    if (!(component instanceof Record step)) {
      throw new IllegalArgumentException(
          component.getClass().getName() + ": a class (expected: a record)");
    }
    var shape = StepShape.read(step.getClass(), flaws);
    if (!flaws.isEmpty()) {
      throw new IllegalArgumentException(component.getClass().getName() + ": " + flaws);
    }
    @SuppressWarnings("unchecked") // the outputs class of a Component<O> is a Class<O>
    var outputs = (O) shape.newOutputs(output -> Channel.of(nodeId, output.name(), output.type()));
    return outputs;
  }

  private static Path created(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> splitsIn(Path payload) {
    try (var entries = Files.list(payload)) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.startsWith("Split-"))
          .map(name -> name.substring("Split-".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digestOf(Path payload) {
    try (var files = Files.walk(payload)) {
      var sha = Sha256.create();
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        sha.update((payload.relativize(file) + "\n" + Files.size(file) + "\n").getBytes(UTF_8));
        Sha256.update(sha, file);
      }
      return Sha256.hex(sha);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Kept(Map<String, byte[]> contents) implements Checkpoints {
    @Override
    public Optional<byte[]> find(String name) {
      return Optional.ofNullable(contents.get(name)).map(byte[]::clone);
    }

    @Override
    public void put(String name, byte[] content) {
      contents.put(name, content.clone());
    }
  }

  private record Published<A extends Artifact>(
      long id, Path path, Map<String, Object> properties, List<String> splits, String digest)
      implements InputArtifact<A> {
    @Override
    public String uri() {
      return path.toUri().toString();
    }

    @Override
    public <T> Optional<T> property(Property<A, T> property) {
      return Optional.ofNullable(properties.get(property.name())).map(property.type()::cast);
    }
  }

  private static final class Output<A extends Artifact> implements OutputArtifact<A> {
    private final Path path;
    private final List<String> splits = new ArrayList<>();
    private final Map<String, Object> properties = new LinkedHashMap<>();

    Output(Path path) {
      this.path = path;
    }

    @Override
    public Path path() {
      return path;
    }

    @Override
    public Path split(String name) {
      if (!splits.contains(name)) {
        splits.add(name);
      }
      return created(path.resolve("Split-" + name));
    }

    @Override
    public <T> void set(Property<A, T> property, T value) {
      properties.put(property.name(), property.type().cast(value));
    }
  }
}
