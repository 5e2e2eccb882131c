package io.tributary.components.auto;

import static java.util.Objects.requireNonNull;

import io.tributary.api.NodeOptions;
import io.tributary.api.Pipeline;
import io.tributary.api.PipelineDefinition;
import io.tributary.components.evaluator.Metric;
import io.tributary.components.examplegen.FileExampleGen;
import io.tributary.components.examplegen.Reading;
import io.tributary.components.schema.SchemaGen;
import io.tributary.components.statistics.StatisticsGen;
import io.tributary.components.trainer.TunableTraining;
import io.tributary.components.transform.AutoTransform;
import io.tributary.components.transform.FittedTransform.LabelKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * From any file to a first good model, with nothing chosen but what is to be learnt. Rows without a
 * label are left out ({@link LabelledRows}); two thirds of the others are learned from, the rest is
 * judged by. The best model ends in a directory, also when the run was killed and is resumed.
 *
 * @param data a file, a folder of files, or a pattern, of any format that {@link FileExampleGen}
 *     reads
 * @param reading how it is read
 * @param labels the columns that are to be learnt; several for a multi-label classification
 * @param labelKind what they are learnt as; see {@link AutoTransform}
 * @param training what may be tried
 * @param trials at most so many; empty for 30, or as many as there is time for
 * @param time after which no further trial begins; empty for no limit
 * @param objective the metric that models are ranked by; empty for that of the task
 * @param parallelTrials how many trials run at a time
 * @param directory of the model; must not exist before
 */
public record AutoModel(
    Path data,
    Reading reading,
    List<String> labels,
    Optional<LabelKind> labelKind,
    Class<? extends TunableTraining> training,
    Optional<Integer> trials,
    Optional<Duration> time,
    Optional<Metric> objective,
    int parallelTrials,
    Path directory)
    implements PipelineDefinition {
  private static final int TRIALS = 30;
  private static final int MOST_TRIALS = 10_000;

  public AutoModel {
    requireNonNull(data, "data");
    requireNonNull(reading, "reading");
    labels = List.copyOf(labels);
    requireNonNull(labelKind, "labelKind");
    requireNonNull(training, "training");
    requireNonNull(trials, "trials");
    requireNonNull(time, "time");
    requireNonNull(objective, "objective");
    requireNonNull(directory, "directory");
  }

  @Override
  public Pipeline define() {
    var p = Pipeline.named("auto-model");
    var all = p.add(new FileExampleGen(data).withReading(reading)).examples();
    var examples = p.add(new LabelledRows(all, labels)).labelled();
    var statistics = p.add(new StatisticsGen(examples)).statistics();
    var schemaGen = new SchemaGen(statistics);
    for (var label : labels) {
      schemaGen = schemaGen.withNotInEnvironment(label, "SERVING");
    }
    var schema = p.add(schemaGen).schema();
    var features = p.add(new AutoTransform(examples, statistics, schema, labels, labelKind));
    var best =
        p.add(
            new AutoTrainer(
                features.examples(),
                features.graph(),
                training,
                trials.orElse(time.isPresent() ? MOST_TRIALS : TRIALS),
                objective,
                Optional.empty(),
                Optional.empty(),
                parallelTrials,
                time));
    p.add(
        new ModelDelivery(best.model(), best.tunerResults(), directory),
        NodeOptions.DEFAULT.withoutCache());
    return p;
  }
}
