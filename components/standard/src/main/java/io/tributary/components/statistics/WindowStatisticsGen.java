package io.tributary.components.statistics;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.InputArtifact;
import io.tributary.api.Run;
import io.tributary.api.artifact.ExampleStatistics;
import io.tributary.components.accumulator.AccumulatorFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Statistics of several spans together, made of what {@link StatisticsGen#withAccumulators} has
 * kept of each: no row is read again, so that a rolling window costs only its new span. The result
 * is that of one pass over all rows, to the last bit, but for one thing: of a text column with more
 * different values than {@link StatisticsOptions#exactValues}, top values and ranks are left out,
 * since they would need a second look at the rows; the node says which columns these are.
 *
 * <p>All spans must have the same columns and have been described with the same {@link
 * StatisticsOptions#exactValues} and {@link Selection}.
 *
 * @param current statistics of the newest span
 * @param earlier statistics of the spans before it in the window, for instance those that {@link
 *     io.tributary.components.resolver.EarlierStatistics} chooses; none in a first run
 * @param options how much is told
 */
public record WindowStatisticsGen(
    Channel<ExampleStatistics> current,
    Optional<Channel<ExampleStatistics>> earlier,
    StatisticsOptions options)
    implements Component<WindowStatisticsGen.Outputs> {

  /**
   * What the component makes.
   *
   * @param statistics of all spans, for the splits of the newest; its span is the newest
   */
  public record Outputs(Channel<ExampleStatistics> statistics) {}

  public WindowStatisticsGen {
    requireNonNull(current, "current");
    requireNonNull(earlier, "earlier");
    requireNonNull(options, "options");
  }

  /** A window of one span, with default options. */
  public WindowStatisticsGen(Channel<ExampleStatistics> current) {
    this(current, Optional.empty(), StatisticsOptions.DEFAULT);
  }

  /** A copy whose window has spans before the newest. */
  public WindowStatisticsGen withEarlier(Channel<ExampleStatistics> other) {
    return new WindowStatisticsGen(current, Optional.of(other), options);
  }

  /** A copy with other options. */
  public WindowStatisticsGen withOptions(StatisticsOptions other) {
    return new WindowStatisticsGen(current, earlier, other);
  }

  @Override
  public void run(Run<Outputs> run) throws IOException {
    var newest = run.input(current);
    var window = new ArrayList<InputArtifact<ExampleStatistics>>();
    earlier.ifPresent(channel -> window.addAll(run.inputs(channel)));
    window.add(newest);
    var output = run.output(Outputs::statistics);
    newest
        .property(ExampleStatistics.SPAN)
        .ifPresent(span -> output.set(ExampleStatistics.SPAN, span));
    for (var split : newest.splits()) {
      var told = describe(window, split);
      run.progress(
          String.format(
              Locale.ROOT,
              "split %s: %,d examples of %d spans%s",
              split,
              told.statistics().get(0).getNumExamples(),
              window.size(),
              leftOut(told)));
      Files.write(
          output.split(split).resolve(StatisticsReader.FILE),
          DatasetStatistics.list(told.statistics(), options).build().toByteArray());
    }
  }

  private StatisticsAggregation.Result describe(
      List<InputArtifact<ExampleStatistics>> window, String split) throws IOException {
    var aggregation = new StatisticsAggregation(options);
    var files = window.stream().map(span -> span.split(split)).toList();
    return aggregation.finish(merged(files, aggregation));
  }

  /** Half with half, since merging costs as much as the larger of two is large. */
  private static StatisticsAggregation.Accumulator merged(
      List<Path> splits, StatisticsAggregation aggregation) throws IOException {
    if (splits.size() == 1) {
      return AccumulatorFile.read(splits.get(0), aggregation);
    }
    int half = splits.size() / 2;
    var whole = merged(splits.subList(0, half), aggregation);
    var later = merged(splits.subList(half, splits.size()), aggregation);
    if (!later.features().equals(whole.features())) {
      throw AccumulatorFormat.wrong(
          splits.get(half).resolve(AccumulatorFile.NAME),
          "columns " + without(names(later), names(whole)),
          "as in the spans before it, " + without(names(whole), names(later)));
    }
    aggregation.merge(whole, later);
    return whole;
  }

  private static List<String> names(StatisticsAggregation.Accumulator accumulator) {
    return Feature.all(accumulator.features()).stream()
        .map(
            feature ->
                String.join(".", feature.path())
                    + ": "
                    + "list of ".repeat(feature.levels())
                    + feature.kind())
        .toList();
  }

  private static List<String> without(List<String> names, List<String> others) {
    return names.stream().filter(name -> !others.contains(name)).toList();
  }

  private static String leftOut(StatisticsAggregation.Result told) {
    var names =
        told.unfinished().stream().map(heavy -> String.join(".", heavy.path())).distinct().toList();
    return names.isEmpty() ? "" : "; too many different values for top values: " + names;
  }
}
