package io.tributary.components.examplediff;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.Run;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.ExamplesDiff;
import io.tributary.api.data.ExamplesWriter;
import io.tributary.components.json.Json;
import io.tributary.data.Batches;
import io.tributary.data.diff.DatasetDiff;
import io.tributary.data.diff.DiffSide;
import io.tributary.data.diff.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Compares examples with a baseline, split by split: {@code
 * ExampleDiff.of(examples).against(baseline).withKey("trip_id")}.
 *
 * @param examples the first side
 * @param baseline the second side
 * @param diff how rows are compared; by default whole rows
 * @param splitPairs which splits are compared; none: those that both have, by name
 */
public record ExampleDiff(
    Channel<Examples> examples,
    Channel<Examples> baseline,
    DatasetDiff diff,
    List<SplitPair> splitPairs)
    implements Component<ExampleDiff.Outputs> {

  static final String FILE = "diff.json";

  /**
   * What a run makes.
   *
   * @param difference {@code diff.json}, and the first rows that differ
   */
  public record Outputs(Channel<ExamplesDiff> difference) {}

  /**
   * Two splits that are compared.
   *
   * @param examples split of the examples
   * @param baseline split of the baseline
   */
  public record SplitPair(String examples, String baseline) {
    public SplitPair {
      requireNonNull(examples, "examples");
      requireNonNull(baseline, "baseline");
    }

    /** The directory of the rows that differ. */
    private String directory() {
      return "SplitPair-" + examples + "_" + baseline;
    }
  }

  /** Examples that are to be compared with a baseline. */
  public static final class Candidate {
    private final Channel<Examples> examples;

    private Candidate(Channel<Examples> examples) {
      this.examples = requireNonNull(examples, "examples");
    }

    /** With these. */
    public ExampleDiff against(Channel<Examples> baseline) {
      return new ExampleDiff(examples, baseline, DatasetDiff.ofRows(), List.of());
    }
  }

  public ExampleDiff {
    requireNonNull(examples, "examples");
    requireNonNull(baseline, "baseline");
    requireNonNull(diff, "diff");
    splitPairs = List.copyOf(splitPairs);
    var directories = splitPairs.stream().map(SplitPair::directory).toList();
    if (directories.stream().distinct().count() < directories.size()) {
      throw new IllegalArgumentException(
          "split pairs: their rows would be in "
              + directories
              + " (expected: directories that differ); leave a pair out, or rename a split");
    }
  }

  /** The examples in question. */
  public static Candidate of(Channel<Examples> examples) {
    return new Candidate(examples);
  }

  /** A copy that compares rows which are equal in these columns, value by value. */
  public ExampleDiff withKey(String... columns) {
    return new ExampleDiff(
        examples, baseline, new DatasetDiff(List.of(columns), diff.samples()), splitPairs);
  }

  /** A copy that tells more or fewer rows of each kind. */
  public ExampleDiff withSamples(int samples) {
    return new ExampleDiff(examples, baseline, diff.withSamples(samples), splitPairs);
  }

  /** A copy that compares these splits, besides those said before. */
  public ExampleDiff withSplitPair(String ofExamples, String ofBaseline) {
    var more = new ArrayList<>(splitPairs);
    more.add(new SplitPair(ofExamples, ofBaseline));
    return new ExampleDiff(examples, baseline, diff, more);
  }

  @Override
  public void run(Run<Outputs> run) throws IOException {
    var output = run.output(Outputs::difference);
    var pairs = pairs(run);
    var told = new ArrayList<Object>();
    boolean isEqual = true;
    for (var pair : pairs) {
      var difference =
          diff.compare(
              Batches.of(run.dataset(examples, pair.examples()), run.allocator()),
              Batches.of(run.dataset(baseline, pair.baseline()), run.allocator()),
              run.temporaryDirectory(),
              run.allocator(),
              Runtime.getRuntime().availableProcessors());
      told.add(new DiffJson(diff.key(), difference, run.allocator()).pair(pair));
      writeRows(run, pair, difference);
      isEqual &= difference.isEmpty();
      run.progress(words(pair, difference));
    }
    var json = new LinkedHashMap<String, Object>();
    json.put("key", diff.key());
    json.put("equal", isEqual);
    json.put("pairs", told);
    Files.write(output.path().resolve(FILE), Json.write(json));
    output.set(ExamplesDiff.EQUAL, isEqual);
  }

  private List<SplitPair> pairs(Run<Outputs> run) {
    var ofExamples = run.input(examples).splits();
    var ofBaseline = run.input(baseline).splits();
    if (!splitPairs.isEmpty()) {
      return splitPairs;
    }
    var pairs =
        ofExamples.stream()
            .filter(ofBaseline::contains)
            .map(split -> new SplitPair(split, split))
            .toList();
    if (pairs.isEmpty()) {
      throw new ExecutionFailure(
          Code.INVALID_ARGUMENT,
          new Explanation(
              "node '" + run.nodeId() + "' > splits",
              ofExamples + " and " + ofBaseline,
              "a split that both have",
              "say which splits to compare by withSplitPair"));
    }
    return pairs;
  }

  private static String words(SplitPair pair, Difference difference) {
    var splits =
        pair.examples().equals(pair.baseline())
            ? pair.examples()
            : pair.examples() + " against " + pair.baseline();
    return splits
        + ": "
        + difference.same()
        + " rows the same, "
        + difference.changed().count()
        + " changed, "
        + difference.onlyInA().count()
        + " only in the examples, "
        + difference.onlyInB().count()
        + " only in the baseline";
  }

  private void writeRows(Run<Outputs> run, SplitPair pair, Difference difference)
      throws IOException {
    var directory = run.output(Outputs::difference).path().resolve(pair.directory());
    var changes = difference.changed().samples();
    write(run, directory, "only-in-examples", difference.a(), rows(difference.onlyInA()));
    write(run, directory, "only-in-baseline", difference.b(), rows(difference.onlyInB()));
    write(
        run,
        directory,
        "changed-in-examples",
        difference.a(),
        changes.stream().map(Difference.Change::rowInA).toList());
    write(
        run,
        directory,
        "changed-in-baseline",
        difference.b(),
        changes.stream().map(Difference.Change::rowInB).toList());
  }

  private static List<Long> rows(Difference.Rows rows) {
    return rows.samples().stream().map(Difference.Single::row).toList();
  }

  private static void write(
      Run<Outputs> run, Path directory, String kind, DiffSide side, List<Long> rows)
      throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    try (var batch = side.read(rows, run.allocator());
        var out =
            new ExamplesWriter(
                Files.createDirectories(directory.resolve(kind)), side.schema(), run.allocator())) {
      out.append(batch);
    }
  }
}
