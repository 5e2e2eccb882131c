package io.tributary.cli.model;

import io.tributary.api.Channel;
import io.tributary.api.Checkpoints;
import io.tributary.api.Component;
import io.tributary.api.ExecutionPart;
import io.tributary.api.InputArtifact;
import io.tributary.api.OutputArtifact;
import io.tributary.api.Run;
import io.tributary.api.RunOutcome;
import io.tributary.api.RuntimeParameter;
import io.tributary.api.Secret;
import io.tributary.api.artifact.Artifact;
import io.tributary.api.artifact.Property;
import io.tributary.api.data.DataEngine;
import io.tributary.api.digest.Sha256;
import io.tributary.api.shape.StepShape;
import io.tributary.cli.home.ArtifactFiles;
import io.tributary.core.artifact.Manifest;
import io.tributary.data.LocalDataEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One component over folders, without a pipeline: what it reads are folders laid out as artifacts,
 * what it makes lies in folders called as its outputs. Nothing is stored of it anywhere. What needs
 * a pipeline, such as secrets, is refused.
 */
final class FolderRun<O extends Record> implements Run<O> {
  private final Component<O> component;
  private final Path folder;
  private final Means means;
  private final O outputs;
  private final Map<Channel<?>, Path> given = new LinkedHashMap<>();
  private final DataEngine engine;
  private final Checkpoints checkpoints = new InMemory(new ConcurrentHashMap<>());

  /**
   * What work is done with.
   *
   * @param progress is told what has been reached
   */
  record Means(BufferAllocator allocator, int threads, long seed, Consumer<String> progress) {}

  /**
   * Does nothing yet.
   *
   * @param folder of the outputs; is made
   */
  <C extends Record & Component<O>> FolderRun(C component, Path folder, Means means) {
    this.component = component;
    this.folder = folder;
    this.means = means;
    @SuppressWarnings("unchecked") // the outputs class of a Component<O> is a Class<O>
    var made =
        (O)
            StepShape.read(component.getClass(), new ArrayList<>())
                .newOutputs(output -> Channel.of(nodeId(), output.name(), output.type()));
    this.outputs = made;
    this.engine = new LocalDataEngine(means.allocator, means.threads);
  }

  /** Puts a folder into an input. */
  <A extends Artifact> FolderRun<O> given(Channel<A> channel, Path payload) {
    given.put(channel, payload);
    return this;
  }

  /** Does the work. */
  FolderRun<O> execute() throws Exception {
    component.run(this);
    return this;
  }

  /** The folder of an output. */
  <A extends Artifact> Path path(Function<O, Channel<A>> port) {
    return folder.resolve(port.apply(outputs).output());
  }

  @Override
  public <A extends Artifact> InputArtifact<A> input(Channel<A> channel) {
    var payload = given.get(channel);
    if (payload == null) {
      throw new IllegalStateException(channel + ": no folder (expected: one given)");
    }
    return new Folder<>(payload);
  }

  @Override
  public <A extends Artifact> Optional<InputArtifact<A>> input(Optional<Channel<A>> channel) {
    return channel.filter(given::containsKey).map(this::input);
  }

  @Override
  public <A extends Artifact> List<InputArtifact<A>> inputs(Channel<A> channel) {
    return input(Optional.of(channel)).stream().toList();
  }

  @Override
  public <A extends Artifact> OutputArtifact<A> output(Function<O, Channel<A>> port) {
    return new Made<>(created(path(port)));
  }

  private static Path created(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public <T> T value(RuntimeParameter<T> parameter) {
    return parameter
        .defaultValue()
        .orElseThrow(() -> ofPipelines("runtime parameter '" + parameter.name() + "'"));
  }

  @Override
  public String reveal(Secret secret) {
    throw ofPipelines("secret " + secret);
  }

  private static IllegalArgumentException ofPipelines(String what) {
    return new IllegalArgumentException(
        what + ": nobody gives it here (expected: in a pipeline); run the pipeline instead");
  }

  @Override
  public BufferAllocator allocator() {
    return means.allocator;
  }

  @Override
  public DataEngine engine() {
    return engine;
  }

  @Override
  public Clock clock() {
    return Clock.systemUTC();
  }

  @Override
  public long seed() {
    return means.seed;
  }

  @Override
  public Path temporaryDirectory() {
    return created(folder.resolve(".temporary"));
  }

  @Override
  public Checkpoints checkpoints() {
    return checkpoints;
  }

  @Override
  public Path servingRepository() {
    throw ofPipelines("model repository");
  }

  @Override
  public Optional<String> servingServer() {
    return Optional.empty();
  }

  @Override
  public Logger log() {
    return LoggerFactory.getLogger(nodeId());
  }

  @Override
  public void progress(String message) {
    means.progress.accept(message);
  }

  @Override
  public void remember(ExecutionPart part) {
    // of the metadata store
  }

  @Override
  public String nodeId() {
    return component.getClass().getSimpleName();
  }

  @Override
  public String runId() {
    return "alone";
  }

  @Override
  public int attempt() {
    return 1;
  }

  @Override
  public RunOutcome outcome() {
    throw ofPipelines("outcome of a run");
  }

  /** There is one attempt only. */
  private record InMemory(Map<String, byte[]> kept) implements Checkpoints {
    @Override
    public Optional<byte[]> find(String name) {
      return Optional.ofNullable(kept.get(name));
    }

    @Override
    public void put(String name, byte[] content) {
      kept.put(name, content);
    }
  }

  /** A folder that is read. */
  private record Folder<A extends Artifact>(Path path) implements InputArtifact<A> {
    @Override
    public long id() {
      return 0;
    }

    @Override
    public String uri() {
      return path.toUri().toString();
    }

    /** As the store of artifacts counts it. */
    @Override
    public String digest() {
      try (var files = Files.walk(path)) {
        var entries = new ArrayList<Manifest.Entry>();
        for (var file : files.filter(Files::isRegularFile).toList()) {
          var name = path.relativize(file).toString().replace('\\', '/');
          if (!name.equals(Manifest.FILE_NAME)) {
            entries.add(new Manifest.Entry(name, Files.size(file), Sha256.of(file)));
          }
        }
        entries.sort(Comparator.comparing(Manifest.Entry::path));
        return new Manifest(entries).digest();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public <T> Optional<T> property(Property<A, T> property) {
      return Optional.empty();
    }

    @Override
    public List<String> splits() {
      try {
        return ArtifactFiles.splits(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A folder that is written; properties have nowhere to stand. */
  private record Made<A extends Artifact>(Path path) implements OutputArtifact<A> {
    @Override
    public Path split(String name) {
      return created(path.resolve("Split-" + name));
    }

    @Override
    public <T> void set(Property<A, T> property, T value) {
      // of the store of artifacts
    }
  }
}
