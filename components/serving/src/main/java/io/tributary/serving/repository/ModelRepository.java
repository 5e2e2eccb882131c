package io.tributary.serving.repository;

import com.google.protobuf.TextFormat;
import io.tributary.proto.inference.ModelConfig;
import io.tributary.serving.Signature;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Models on disk as Triton lays them out: {@code <root>/<model>/config.pbtxt} and {@code
 * <root>/<model>/<version>/model.onnx}, with {@code manifest.sha256} and {@code signature.json}
 * beside the latter.
 *
 * <p>Every change is prepared in a sibling of the root, {@code .<name>.staging} (in {@code
 * .staging} of the root while it lasts, where nothing can be renamed from there, as where the root
 * is a volume), written through to the disk, and made visible by one rename: a reader finds a
 * version wholly or not at all, whenever the writer dies. To publish a version does not serve it:
 * {@link #activate} names the versions that are served, again by one rename. A process that died
 * between the two leaves a version that nobody serves.
 *
 * <p>Thread-safe, also between processes on one file system. Errors are {@link
 * RepositoryException}.
 */
public final class ModelRepository {
  /** The graph's name inside a version. */
  public static final String MODEL_FILE = "model.onnx";

  /** The moments of a publication at which a process may die; tests stop there. */
  enum Step {
    STAGED,
    PLACED,
    CONFIG_STAGED
  }

  /** Told of every step. */
  interface Observer {
    void reached(Step step) throws IOException;
  }

  private final RepositoryLayout layout;
  private final StagingArea stagingArea;
  private final Clock clock;
  private final Observer observer;

  /** The repository in that directory, which need not exist yet. */
  public ModelRepository(Path root) {
    this(root, Clock.systemUTC(), step -> {});
  }

  ModelRepository(Path root, Clock clock, Observer observer) {
    this.layout = new RepositoryLayout(root);
    this.stagingArea = new StagingArea(layout.root());
    this.clock = clock;
    this.observer = observer;
  }

  /** The directory, absolute. */
  public Path root() {
    return layout.root();
  }

  /** The names of all models, sorted; none if the directory does not exist. */
  public List<String> models() {
    return layout.models();
  }

  /** All versions of a model, served or not, ascending; none for an unknown model. */
  public List<Long> versions(String model) {
    return layout.versions(model);
  }

  /** The versions that the model's configuration serves, ascending. */
  public List<Long> served(String model) {
    return served(model, config(model));
  }

  /** The versions that a configuration would serve, ascending. */
  public List<Long> served(String model, ModelConfig config) {
    return ModelConfigs.served(config, versions(model));
  }

  /** The highest version that the model's configuration serves. */
  public OptionalLong current(String model) {
    return Files.isDirectory(layout.model(model))
        ? served(model).stream().mapToLong(Long::longValue).max()
        : OptionalLong.empty();
  }

  /** Where a version lies, or would. */
  public Path directory(String model, long version) {
    return layout.version(model, version);
  }

  /** A model's configuration; without a file one that, as in Triton, serves the highest version. */
  public ModelConfig config(String model) {
    Path file = layout.config(model);
    try {
      return ModelConfigs.parse(Files.readString(file));
    } catch (NoSuchFileException e) {
      return ModelConfig.newBuilder().setName(model).setBackend("onnxruntime").build();
    } catch (TextFormat.ParseException e) {
      throw new RepositoryException(
          file + ":" + e.getMessage() + " (expected: a ModelConfig in text form); correct the file",
          e);
    } catch (IOException e) {
      throw RepositoryException.of("read " + file, e);
    }
  }

  /**
   * The configuration that would serve those versions, with the inputs and outputs of the highest
   * of them: for {@link io.tributary.serving.InferenceClient#load(String, ModelConfig)}, to try a
   * version before it is activated.
   */
  public ModelConfig configServing(String model, List<Long> versions) {
    List<Long> present = versions(model);
    List<Long> unknown = versions.stream().filter(v -> !present.contains(v)).toList();
    if (!unknown.isEmpty()) {
      throw new RepositoryException(
          layout.model(model) + ": no versions " + unknown + " (expected: of " + present + ")");
    }
    ModelConfig config = config(model);
    return versions.stream()
        .max(Long::compare)
        .map(highest -> ModelConfigs.of(config, model, signature(model, highest), versions))
        .orElseGet(() -> ModelConfigs.withVersions(config, versions));
  }

  /** Inputs and outputs of a version. */
  public Signature signature(String model, long version) {
    return VersionFiles.signature(directory(model, version));
  }

  /**
   * Compares a version's files with the digests they were published with.
   *
   * @return SHA-256 by file name; empty for a version that came without a manifest
   * @throws RepositoryException naming every file that is missing or altered
   */
  public Map<String, String> verify(String model, long version) {
    Path directory = directory(model, version);
    try {
      Map<String, String> digests = Digests.readManifest(directory);
      List<String> problems = Digests.problems(directory, digests);
      if (!problems.isEmpty()) {
        throw new RepositoryException(
            directory
                + ": damaged: "
                + String.join("; ", problems)
                + "; publish the model again, as a new version");
      }
      return digests;
    } catch (IOException e) {
      throw RepositoryException.of("verify " + directory, e);
    }
  }

  /**
   * SHA-256 over a model's configuration and a version's manifest. While it stays the same, so do
   * the versions that are served and what {@link #verify} compares with. Costs far less than
   * reading the configuration.
   */
  public String servedState(String model, long version) {
    Path directory = directory(model, version);
    try {
      return Digests.ofAll(List.of(layout.config(model), directory.resolve(Digests.MANIFEST)));
    } catch (IOException e) {
      throw RepositoryException.of("read " + directory, e);
    }
  }

  /** Publishes {@link #files} of a model as {@link #publish(String, Map)} does. */
  public PublishedVersion publish(String model, Path onnx) {
    return publish(model, files(onnx));
  }

  /**
   * What a version of a model holds: {@code model.onnx}, and the files beside it in which it keeps
   * weights.
   *
   * @param onnx the model, whatever it is called
   * @throws io.tributary.serving.InvalidModelException if it or one of the others is not there
   */
  public static Map<String, Path> files(Path onnx) {
    return VersionFiles.of(onnx);
  }

  /**
   * Adds a version, numbered one above the highest there is, and serves it to nobody yet. The first
   * version brings a configuration along that serves none.
   *
   * @param files what the version holds, by name; {@code model.onnx} among them, which has to load
   */
  public PublishedVersion publish(String model, Map<String, Path> files) {
    return publish(model, files, VersionFiles::signatureOf);
  }

  /**
   * As {@link #publish(String, Map)}, of files that have been loaded already: they are not loaded
   * once more.
   *
   * @param signature of {@code model.onnx}
   */
  public PublishedVersion publish(String model, Map<String, Path> files, Signature signature) {
    return publish(model, files, onnx -> signature);
  }

  private PublishedVersion publish(
      String model, Map<String, Path> files, Function<Path, Signature> signing) {
    layout.model(model);
    VersionFiles content = new VersionFiles(files);
    try {
      stagingArea.sweep(clock.instant());
      try (Staging staging = stagingArea.open()) {
        Path version = staging.directory().resolve("version");
        Map<String, String> digests = content.copy(version);
        Signature signature = signing.apply(version.resolve(MODEL_FILE));
        VersionFiles.describe(version, signature, digests);
        observer.reached(Step.STAGED);
        long number = place(model, staging.directory(), version, signature);
        observer.reached(Step.PLACED);
        return new PublishedVersion(model, number, directory(model, number), signature, digests);
      }
    } catch (IOException e) {
      throw RepositoryException.of("publish '" + model + "' into " + layout.root(), e);
    }
  }

  private long place(String model, Path staging, Path version, Signature signature)
      throws IOException {
    Path target = layout.model(model);
    while (true) {
      List<Long> present = versions(model);
      long number = present.isEmpty() ? 1 : present.get(present.size() - 1) + 1;
      if (Files.isDirectory(target)) {
        if (renamed(version, target.resolve(Long.toString(number)))) {
          Staging.sync(target);
          return number;
        }
      } else {
        ModelConfig config =
            ModelConfigs.of(ModelConfig.getDefaultInstance(), model, signature, List.of());
        Path whole = staging.resolve("model");
        Path inside = enclose(version, number, whole, config);
        if (renamed(whole, target)) {
          Staging.sync(layout.root());
          return number;
        }
        Files.move(inside, version, StandardCopyOption.ATOMIC_MOVE);
        Staging.deleteTree(whole);
      }
    }
  }

  /** Makes a directory of a model with one version, which lies below it thereafter. */
  private static Path enclose(Path version, long number, Path whole, ModelConfig config)
      throws IOException {
    Files.createDirectory(whole);
    Staging.write(RepositoryLayout.config(whole), ModelConfigs.print(config));
    Path inside = whole.resolve(Long.toString(number));
    Files.move(version, inside, StandardCopyOption.ATOMIC_MOVE);
    Staging.sync(whole);
    return inside;
  }

  /** False if another publisher has taken the name in the meantime. */
  private static boolean renamed(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (FileSystemException e) {
      if (Files.exists(to)) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Makes the model's configuration serve exactly those versions; none switches the model off. A
   * running server follows at its next load.
   *
   * @throws RepositoryException also if one of them is not there or damaged
   */
  public void activate(String model, List<Long> versions) {
    for (long version : versions) {
      if (Files.isDirectory(directory(model, version))) {
        verify(model, version);
      }
    }
    ModelConfig config = configServing(model, versions);
    Path target = layout.model(model);
    if (!Files.isDirectory(target)) {
      throw new RepositoryException(
          target + ": no such model (expected: one of " + models() + "); publish it first");
    }
    try {
      stagingArea.sweep(clock.instant());
      try (Staging staging = stagingArea.open()) {
        Path file = RepositoryLayout.config(staging.directory());
        Staging.write(file, ModelConfigs.print(config));
        observer.reached(Step.CONFIG_STAGED);
        Files.move(file, RepositoryLayout.config(target), StandardCopyOption.ATOMIC_MOVE);
        Staging.sync(target);
      }
    } catch (IOException e) {
      throw RepositoryException.of(
          "activate versions " + versions + " of '" + model + "' in " + layout.root(), e);
    }
  }

  /**
   * Takes a version out, such as one that failed its trial.
   *
   * @throws RepositoryException if the configuration serves it
   */
  public void remove(String model, long version) {
    Path directory = directory(model, version);
    if (served(model).contains(version)) {
      throw new RepositoryException(
          directory + ": is served (expected: a version that is not); activate others first");
    }
    try {
      stagingArea.sweep(clock.instant());
      try (Staging staging = stagingArea.open()) {
        Files.move(
            directory, staging.directory().resolve("removed"), StandardCopyOption.ATOMIC_MOVE);
        Staging.sync(layout.model(model));
      }
    } catch (IOException e) {
      throw RepositoryException.of("remove " + directory, e);
    }
  }

  /**
   * Places files as version 1 of a model with a name of its own, beside those that are served: to
   * find out whether a running server can serve them. The configuration serves the version.
   *
   * @param files as for {@link #publish(String, Map)}
   * @param signature of {@code model.onnx}
   * @return takes the model away when it is closed
   */
  public TrialModel trial(Map<String, Path> files, Signature signature) {
    VersionFiles content = new VersionFiles(files);
    try {
      stagingArea.sweep(clock.instant());
      Staging staging = stagingArea.open();
      boolean placed = false;
      try {
        String model = TrialModel.name(staging.directory());
        Path version = staging.directory().resolve("version");
        VersionFiles.describe(version, signature, content.copy(version));
        observer.reached(Step.STAGED);
        Path whole = staging.directory().resolve("model");
        ModelConfig config =
            ModelConfigs.of(
                ModelConfig.getDefaultInstance(), model, signature, List.of(TrialModel.VERSION));
        enclose(version, TrialModel.VERSION, whole, config);
        Files.move(whole, layout.model(model), StandardCopyOption.ATOMIC_MOVE);
        placed = true;
        Staging.sync(layout.root());
        observer.reached(Step.PLACED);
        return new TrialModel(model, layout.root(), staging);
      } finally {
        if (!placed) {
          staging.close();
        }
      }
    } catch (IOException e) {
      throw RepositoryException.of("place a model on trial in " + layout.root(), e);
    }
  }

  /**
   * Names of models on trial whose process died. A server may have them loaded: it has to be told
   * to unload them before they are taken away.
   */
  public List<String> abandonedTrials() {
    List<String> trials = models().stream().filter(TrialModel::isName).toList();
    try {
      stagingArea.sweep(clock.instant());
    } catch (IOException e) {
      throw RepositoryException.of("sweep what was staged for " + layout.root(), e);
    }
    return trials.stream()
        .filter(name -> !stagingArea.holds(TrialModel.stagingName(name)))
        .toList();
  }

  /** Takes away a model of {@link #abandonedTrials}, unless somebody else has. */
  public void removeAbandonedTrial(String model) {
    if (!TrialModel.isName(model)) {
      throw new RepositoryException(
          layout.model(model)
              + ": is no model on trial (expected: one of "
              + abandonedTrials()
              + ")");
    }
    try (Staging staging = stagingArea.open()) {
      TrialModel.takeAway(layout.model(model), staging);
      Staging.sync(layout.root());
    } catch (IOException e) {
      throw RepositoryException.of("remove " + layout.model(model), e);
    }
  }
}
