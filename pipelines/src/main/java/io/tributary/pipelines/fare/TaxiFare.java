package io.tributary.pipelines.fare;

import static io.tributary.components.evaluator.Metric.MEAN_ABSOLUTE_ERROR;

import io.tributary.api.Pipeline;
import io.tributary.api.PipelineDefinition;
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
 * Learns from taxi trips what a trip will cost, and serves what it has learned.
 *
 * @param data a CSV of trips
 */
public record TaxiFare(Path data) implements PipelineDefinition {

  /** The sample that comes with Tributary. */
  public TaxiFare() {
    this(
        Path.of(
            System.getProperty("tributary.examples", "pipelines/data"),
            "chicago-taxi",
            "trips.csv"));
  }

  @Override
  public Pipeline define() {
    var p = Pipeline.named("taxi-fare");
    var examples = p.add(new CsvExampleGen(data)).examples();
    var statistics = p.add(new StatisticsGen(examples)).statistics();
    var schema = p.add(new SchemaGen(statistics).withNotInEnvironment("fare", "SERVING")).schema();
    var features = p.add(new Transform(examples, schema, FareFeatures.class));
    var model =
        p.add(new Trainer(features.examples(), features.graph(), FareTraining.class)).model();
    var evaluation =
        Evaluation.regression().slice("trip_start_hour").require(MEAN_ABSOLUTE_ERROR.atMost(2));
    var blessing = p.add(new Evaluator(examples, model, evaluation)).blessing();
    p.add(new Pusher(model, PushDestination.installation("taxi-fare")).withBlessing(blessing));
    return p;
  }
}
