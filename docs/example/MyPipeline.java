import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Pipeline;
import io.tributary.api.PipelineDefinition;
import io.tributary.api.Run;
import io.tributary.api.artifact.Examples;
import io.tributary.components.examplegen.CsvExampleGen;
import io.tributary.components.statistics.StatisticsGen;
import java.nio.file.Path;

/** Reads a CSV file, says how many rows each split has, and takes their statistics. */
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
    p.add(new StatisticsGen(counted));
    return p;
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
