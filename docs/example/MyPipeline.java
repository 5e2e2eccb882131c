import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Pipeline;
import io.tributary.api.PipelineDefinition;
import io.tributary.api.Run;
import io.tributary.api.artifact.Examples;
import io.tributary.components.examplegen.CsvExampleGen;
import io.tributary.components.schema.SchemaGen;
import io.tributary.components.statistics.StatisticsGen;
import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.Trainer;
import io.tributary.components.trainer.Training;
import io.tributary.components.transform.Features;
import io.tributary.components.transform.Preprocessing;
import io.tributary.components.transform.Transform;
import io.tributary.tribuo.LinearRegression;
import java.nio.file.Path;

/** Reads a CSV file of taxi trips, says how many rows each split has, and learns fares. */
public record MyPipeline(Path data) implements PipelineDefinition {

  /** Without {@code --set data=FILE}, this file is read. */
  public MyPipeline() {
    this(Path.of("trips.csv"));
  }

  @Override
  public Pipeline define() {
    var p = Pipeline.named("my-pipeline");
    var examples = p.add(new CsvExampleGen(data)).examples();
    var counted = p.add(new CountRows(examples)).same();
    var statistics = p.add(new StatisticsGen(counted)).statistics();
    var schema = p.add(new SchemaGen(statistics).withNotInEnvironment("fare", "SERVING")).schema();
    var features = p.add(new Transform(counted, schema, Distances.class));
    p.add(new Trainer(features.examples(), features.graph(), Fares.class));
    return p;
  }

  /** What the model sees of a trip, and what it is to learn. */
  public static final class Distances implements Preprocessing {
    @Override
    public void define(Features f) {
      f.output("miles", f.number("trip_miles").zScore().fillMissing(0));
      f.output("seconds", f.number("trip_seconds").zScore().fillMissing(0));
      f.label("fare_label", f.number("fare"));
    }
  }

  /** How it learns. */
  public static final class Fares implements Training {
    @Override
    public Algorithm define() {
      return new LinearRegression();
    }
  }

  /** Passes examples on, and counts them. */
  public record CountRows(Channel<Examples> examples) implements Component<CountRows.Outputs> {

    public record Outputs(Channel<Examples> same) {}

    @Override
    public void run(Run<Outputs> run) throws Exception {
      for (var split : run.input(examples).splits()) {
        try (var in = run.read(examples, split);
            var out = run.write(Outputs::same, split, in.schema())) {
          while (in.loadNextBatch()) {
            out.append(in.batch());
          }
          run.progress("split " + split + ": " + out.rowCount() + " rows");
        }
      }
    }
  }
}
