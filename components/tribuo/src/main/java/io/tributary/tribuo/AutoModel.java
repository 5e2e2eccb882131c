package io.tributary.tribuo;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Pipeline;
import io.tributary.api.PipelineDefinition;
import io.tributary.components.evaluator.Metric;
import io.tributary.components.examplegen.FileExampleGen;
import io.tributary.components.schema.SchemaGen;
import io.tributary.components.statistics.StatisticsGen;
import io.tributary.components.transform.AutoTransform;
import io.tributary.components.transform.FittedTransform.LabelKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * From any file to a first good model, with nothing chosen but the column that is to be learnt:
 * what {@code tributary model auto} runs. Two thirds of the rows are learned from, the others are
 * judged by.
 *
 * @param data a file, a folder of files, or a pattern, of any format that {@link FileExampleGen}
 *     reads
 * @param label the column that is to be learnt
 * @param labelKind what it is learnt as; see {@link AutoTransform}
 * @param trials at most so many; empty for 30, or as many as there is time for
 * @param time after which no further trial begins; empty for no limit
 * @param metric that models are ranked by, such as {@code auc}; empty for that of the task
 * @param parallelTrials how many trials run at a time; empty for 1
 */
public record AutoModel(
    Path data,
    String label,
    Optional<LabelKind> labelKind,
    Optional<Integer> trials,
    Optional<Duration> time,
    Optional<String> metric,
    Optional<Integer> parallelTrials)
    implements PipelineDefinition {
  private static final int TRIALS = 30;
  private static final int MOST_TRIALS = 10_000;

  public AutoModel {
    requireNonNull(data, "data");
    requireNonNull(label, "label");
    requireNonNull(labelKind, "labelKind");
    requireNonNull(trials, "trials");
    requireNonNull(time, "time");
    requireNonNull(metric, "metric");
    requireNonNull(parallelTrials, "parallelTrials");
  }

  @Override
  public Pipeline define() {
    var p = Pipeline.named("auto-model");
    var examples = p.add(new FileExampleGen(data)).examples();
    var statistics = p.add(new StatisticsGen(examples)).statistics();
    var schema = p.add(new SchemaGen(statistics).withNotInEnvironment(label, "SERVING")).schema();
    var features = p.add(new AutoTransform(examples, statistics, schema, label, labelKind));
    p.add(
        new AutoTrainer(
            features.examples(),
            features.graph(),
            trials.orElse(time.isPresent() ? MOST_TRIALS : TRIALS),
            metric.map(Metric::parse),
            parallelTrials.orElse(1),
            time));
    return p;
  }
}
