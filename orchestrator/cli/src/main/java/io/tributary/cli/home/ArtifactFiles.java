package io.tributary.cli.home;

import io.tributary.api.Explanation;
import io.tributary.cli.command.UsageException;
import io.tributary.components.tuner.Leaderboard;
import io.tributary.data.format.Format;
import io.tributary.server.view.StoredArtifacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of an artifact that a user has named.
 *
 * @param name what to call the whole
 * @param bySplit by the name of the split; of an artifact without splits, by no name
 */
public record ArtifactFiles(String name, Map<String, Path> bySplit) {
  private static final String SPLIT = "Split-";

  /**
   * Which files are wanted.
   *
   * @param type of the artifact in the metadata store
   * @param file its name in the directory of the artifact, or of each split
   * @param maker the command that makes such a file
   */
  public record Wanted(String type, String file, String maker) {
    public static final Wanted STATISTICS =
        new Wanted("ExampleStatistics", "FeatureStats.pb", "tributary data statistics");
    public static final Wanted ANOMALIES =
        new Wanted("ExampleAnomalies", "SchemaDiff.pb", "tributary data validate");
    public static final Wanted TRANSFORM =
        new Wanted("TransformGraph", "transform.json", "a Transform node of a pipeline");
    public static final Wanted TUNER_RESULTS =
        new Wanted("TunerResults", Leaderboard.FILE, "a Tuner node of a pipeline");
    public static final Wanted SCHEMA =
        new Wanted("Schema", "schema.pbtxt", "tributary data schema");

    /** What can be written for a parameter, for its description. */
    public String description() {
      return "Id of an artifact of type "
          + type
          + " (see: tributary artifacts --type "
          + type
          + "), its directory, or a .pb or .pbtxt file.";
    }

    /** Statistics in a TFRecord file, as Beam jobs of TFDV write them, are no data. */
    private void refuseData(String given, Path path) {
      var format = Format.of(path);
      boolean isOfItsKind = format.equals(Format.of(Path.of(file)));
      if (format.isPresent() && format.get() != Format.TFRECORD && !isOfItsKind) {
        throw new UsageException(
            given,
            "a file of data",
            "a .pb or .pbtxt file of type " + type,
            "make one first; see: " + maker + " --help");
      }
    }
  }

  /**
   * Finds the files: of the artifact with an id if {@code given} is a number and no file, else in a
   * directory, or the file itself.
   *
   * @throws UsageException if there are none
   */
  public static ArtifactFiles find(Home home, String given, Wanted wanted) throws IOException {
    var path = Path.of(given);
    if (Files.isDirectory(path)) {
      return inDirectory(given, path, wanted);
    }
    if (Files.exists(path)) {
      wanted.refuseData(given, path);
      return new ArtifactFiles(given, Map.of("", path));
    }
    var id = number(given);
    if (id.isEmpty()) {
      throw new UsageException(
          "artifact",
          given,
          "the id of an artifact, or a file or directory that exists",
          "mend the path, or see: tributary artifacts --type " + wanted.type());
    }
    try (var opened = home.openExisting()) {
      var artifact = StoredArtifacts.find(opened.metadata().store(), id.get());
      if (!artifact.getType().equals(wanted.type())) {
        throw new UsageException(
            "artifact " + id.get(),
            artifact.getType(),
            wanted.type(),
            "see: tributary artifacts --type " + wanted.type());
      }
      var directory = opened.artifacts().path(artifact.getUri());
      return inDirectory(wanted.type() + " " + id.get(), directory, wanted);
    }
  }

  private static Optional<Long> number(String given) {
    try {
      return Optional.of(Long.parseLong(given));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static ArtifactFiles inDirectory(String name, Path directory, Wanted wanted)
      throws IOException {
    var whole = directory.resolve(wanted.file());
    if (Files.exists(whole)) {
      return new ArtifactFiles(name, Map.of("", whole));
    }
    var found = new LinkedHashMap<String, Path>();
    for (var split : splits(directory)) {
      var file = directory.resolve(SPLIT + split).resolve(wanted.file());
      if (Files.exists(file)) {
        found.put(split, file);
      }
    }
    if (found.isEmpty()) {
      throw new UsageException(
          directory.toString(),
          "no " + wanted.file() + " in it, nor in a Split-... below it",
          "the directory of an artifact of type " + wanted.type(),
          "name another one, or the file itself; " + wanted.maker() + " makes one");
    }
    return new ArtifactFiles(name, found);
  }

  /** The names of the splits in the directory of an artifact, training data first. */
  public static List<String> splits(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new UsageException(
          directory.toString(),
          "no such directory",
          "the directory of an artifact",
          "mend the path; if the artifact has been deleted, run the pipeline again");
    }
    try (var entries = Files.list(directory)) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> entry.getFileName().toString())
          .filter(entry -> entry.startsWith(SPLIT))
          .map(entry -> entry.substring(SPLIT.length()))
          .sorted(
              Comparator.comparing((String split) -> !split.equals("train"))
                  .thenComparing(split -> split))
          .toList();
    }
  }

  /**
   * These, or only those of one split.
   *
   * @throws UsageException if there is no such split
   */
  public ArtifactFiles only(Optional<String> split) {
    if (split.isEmpty()) {
      return this;
    }
    var file = bySplit.get(split.get());
    if (file == null) {
      throw new UsageException(
          new Explanation(
              "--split",
              split.get(),
              hasSplits()
                  ? "one of " + bySplit.keySet() + ", the splits of " + name
                  : "nothing: " + name + " has no splits",
              hasSplits() ? "name one of them" : "leave it out"));
    }
    return new ArtifactFiles(name, Map.of(split.get(), file));
  }

  /** The same, but what has no splits stays whole. */
  public ArtifactFiles ofSplit(Optional<String> split) {
    return hasSplits() ? only(split) : this;
  }

  /** Whether they are those of splits, rather than one file. */
  boolean hasSplits() {
    return !bySplit.containsKey("");
  }

  /** The only one. */
  public Path single() {
    return bySplit.values().iterator().next();
  }

  /** The name of a split together with that of the whole. */
  public String name(String split) {
    return split.isEmpty() ? name : name + " > " + split;
  }
}
