package io.tributary.components.statistics;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.api.InputArtifact;
import io.tributary.api.Run;
import io.tributary.api.artifact.ExampleStatistics;
import io.tributary.api.artifact.Examples;
import io.tributary.api.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;

/**
 * Describes each split of examples: counts, moments, quantiles, histograms and frequent values of
 * every column. What is computed is said at {@link DatasetStatistics#compute}.
 *
 * @param examples what to describe
 * @param excludedSplits splits that are not described
 * @param options how much is told
 */
public record StatisticsGen(
    Channel<Examples> examples, List<String> excludedSplits, StatisticsOptions options)
    implements Component<StatisticsGen.Outputs> {

  /**
   * What the component makes.
   *
   * @param statistics {@code Split-<name>/FeatureStats.pb} per split
   */
  public record Outputs(Channel<ExampleStatistics> statistics) {}

  public StatisticsGen {
    requireNonNull(examples, "examples");
    excludedSplits = List.copyOf(excludedSplits);
    requireNonNull(options, "options");
  }

  /** Describes all splits. */
  public StatisticsGen(Channel<Examples> examples) {
    this(examples, List.of(), StatisticsOptions.DEFAULT);
  }

  /** A copy that leaves out splits. */
  public StatisticsGen withExcludedSplits(String... splits) {
    return new StatisticsGen(examples, List.of(splits), options);
  }

  /** A copy with other options. */
  public StatisticsGen withOptions(StatisticsOptions other) {
    return new StatisticsGen(examples, excludedSplits, other);
  }

  /** A copy that describes slices, too. */
  public StatisticsGen withSlices(Slicing... slices) {
    return withOptions(options.withSlices(slices));
  }

  @Override
  public void run(Run<Outputs> run) throws IOException {
    var input = run.input(examples);
    var output = run.output(Outputs::statistics);
    input.property(Examples.SPAN).ifPresent(span -> output.set(ExampleStatistics.SPAN, span));
    for (var split :
        SplitSelection.included("node '" + run.nodeId() + "'", input.splits(), excludedSplits)) {
      var dataset = dataset(run.nodeId(), input, split);
      var statistics = DatasetStatistics.computeSlices(run.engine(), dataset, options);
      var all = statistics.getDatasets(0);
      int slices = statistics.getDatasetsCount() - 1;
      run.progress(
          String.format(
              Locale.ROOT,
              "split %s: %,d examples, %d features%s",
              split,
              all.getNumExamples(),
              all.getFeaturesCount(),
              slices == 0 ? "" : ", " + slices + " slices"));
      var file = output.split(split).resolve(StatisticsReader.FILE);
      Files.write(file, statistics.toByteArray());
    }
  }

  private static Dataset dataset(String node, InputArtifact<Examples> examples, String split) {
    var dataset = Dataset.of(examples.path(), List.of(split));
    if (dataset.parts().isEmpty()) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_DATA,
          new Explanation(
              "node '" + node + "' > input 'examples' > split '" + split + "'",
              "no .arrow file in " + examples.split(split),
              "at least one, also for a split without rows",
              "run the node that makes the examples again"));
    }
    return dataset;
  }
}
