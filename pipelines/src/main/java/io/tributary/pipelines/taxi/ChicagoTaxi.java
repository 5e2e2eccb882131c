package io.tributary.pipelines.taxi;

import static io.tributary.components.evaluator.Metric.AUC;

import io.tributary.api.Pipeline;
import io.tributary.api.PipelineDefinition;
import io.tributary.cli.Tributary;
import io.tributary.components.evaluator.Evaluation;
import io.tributary.components.evaluator.Evaluator;
import io.tributary.components.examplegen.CsvExampleGen;
import io.tributary.components.infravalidator.InfraValidator;
import io.tributary.components.pusher.PushDestination;
import io.tributary.components.pusher.Pusher;
import io.tributary.components.resolver.LatestBlessedModel;
import io.tributary.components.schema.SchemaGen;
import io.tributary.components.statistics.StatisticsGen;
import io.tributary.components.trainer.Trainer;
import io.tributary.components.transform.Transform;
import io.tributary.components.validator.ExampleValidator;
import java.nio.file.Path;

/**
 * Learns from taxi trips whether a passenger will tip more than a fifth of the fare, and serves
 * what it has learned.
 *
 * @param data a CSV of trips, or a folder of them
 * @param minAuc the area under the ROC curve below which a model is not blessed
 */
public record ChicagoTaxi(Path data, double minAuc) implements PipelineDefinition {

  /** The sample that comes with Tributary. */
  public ChicagoTaxi() {
    this(
        Path.of(
            System.getProperty("tributary.examples", "pipelines/data"),
            "chicago-taxi",
            "trips.csv"),
        0.93);
  }

  @Override
  public Pipeline define() {
    var p = Pipeline.named("chicago-taxi");
    var examples = p.add(new CsvExampleGen(data)).examples();
    var statistics = p.add(new StatisticsGen(examples)).statistics();
    var schema = p.add(new SchemaGen(statistics).withNotInEnvironment("tips", "SERVING")).schema();
    p.add(new ExampleValidator(statistics, schema));
    var features = p.add(new Transform(examples, schema, TaxiFeatures.class));
    var model =
        p.add(new Trainer(features.examples(), features.graph(), TaxiTraining.class)).model();
    var baseline = p.add(new LatestBlessedModel().otherThan(model)).model();
    var blessing =
        p.add(new Evaluator(examples, model, evaluation()).withBaseline(baseline)).blessing();
    var loadable = p.add(new InfraValidator(model, examples)).blessing();
    p.add(
        new Pusher(model, PushDestination.installation("chicago-taxi"))
            .withBlessing(blessing)
            .withInfraBlessing(loadable));
    return p;
  }

  private Evaluation evaluation() {
    return Evaluation.binary()
        .slice("trip_start_hour")
        .slice("payment_type")
        .require(AUC.atLeast(minAuc))
        .require(AUC.noWorseThanBaseline(0.01));
  }

  /** Runs the pipeline from an IDE, as {@code tributary run} does. */
  public static void main(String[] arguments) {
    Tributary.run(ChicagoTaxi.class, arguments);
  }
}
