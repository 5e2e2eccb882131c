package io.tributary.pipelines.penguins;

import static io.tributary.components.evaluator.Metric.ACCURACY;

import io.tributary.api.Pipeline;
import io.tributary.api.PipelineDefinition;
import io.tributary.components.bulkinferrer.BulkInferrer;
import io.tributary.components.evaluator.Evaluation;
import io.tributary.components.evaluator.Evaluator;
import io.tributary.components.examplegen.CsvExampleGen;
import io.tributary.components.pusher.PushDestination;
import io.tributary.components.pusher.Pusher;
import io.tributary.components.schema.SchemaGen;
import io.tributary.components.statistics.StatisticsGen;
import io.tributary.components.trainer.Trainer;
import io.tributary.components.transform.Transform;
import java.nio.file.Path;

/**
 * Learns which of three species a penguin is of, predicts it for penguins it has not learned from,
 * and serves what it has learned.
 *
 * @param data a CSV of penguins
 */
public record Penguins(Path data) implements PipelineDefinition {

  /** The sample that comes with Tributary. */
  public Penguins() {
    this(
        Path.of(
            System.getProperty("tributary.examples", "pipelines/data"),
            "penguins",
            "penguins.csv"));
  }

  @Override
  public Pipeline define() {
    var p = Pipeline.named("penguins");
    var examples = p.add(new CsvExampleGen(data)).examples();
    var statistics = p.add(new StatisticsGen(examples)).statistics();
    var schema =
        p.add(new SchemaGen(statistics).withNotInEnvironment("species", "SERVING")).schema();
    var features = p.add(new Transform(examples, schema, PenguinFeatures.class));
    var model =
        p.add(new Trainer(features.examples(), features.graph(), PenguinTraining.class)).model();
    var evaluation = Evaluation.multiclass().slice("species").require(ACCURACY.atLeast(0.95));
    var blessing = p.add(new Evaluator(examples, model, evaluation)).blessing();
    p.add(
        new BulkInferrer(examples, model)
            .withBlessing(blessing)
            .withSplits("eval")
            .withColumns("species"));
    p.add(new Pusher(model, PushDestination.installation("penguins")).withBlessing(blessing));
    return p;
  }
}
