package io.tributary.api;

import io.tributary.api.artifact.ExampleStatistics;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Model;
import io.tributary.api.artifact.ModelBlessing;
import io.tributary.api.artifact.PushedModel;
import io.tributary.api.artifact.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Steps of the usual shapes, out of which the corpus of wrong pipelines is built. */
public final class SampleComponents {
  private SampleComponents() {}

  /** The outputs of a step that has none. */
  public record Nothing() {}

  public record Ingest(String path) implements Component<Ingest.Outputs> {
    public record Outputs(Channel<Examples> examples) {}

    @Override
    public void run(Run<Outputs> run) {}
  }

  public record Stats(Channel<Examples> examples) implements Component<Stats.Outputs> {
    public record Outputs(Channel<ExampleStatistics> statistics) {}

    @Override
    public void run(Run<Outputs> run) {}
  }

  public record Infer(Channel<ExampleStatistics> statistics) implements Component<Infer.Outputs> {
    public record Outputs(Channel<Schema> schema) {}

    @Override
    public void run(Run<Outputs> run) {}
  }

  public record Fit(Channel<Examples> examples, Channel<Schema> schema)
      implements Component<Fit.Outputs> {
    public record Outputs(Channel<Model> model) {}

    @Override
    public void run(Run<Outputs> run) {}
  }

  public record Judge(
      Channel<Examples> examples, Channel<Model> model, Optional<Channel<Model>> baseline)
      implements Component<Judge.Outputs> {
    public record Outputs(Channel<ModelBlessing> blessing) {}

    public Judge(Channel<Examples> examples, Channel<Model> model) {
      this(examples, model, Optional.empty());
    }

    @Override
    public void run(Run<Outputs> run) {}
  }

  public record Push(Channel<Model> model, Path destination) implements Component<Push.Outputs> {
    public record Outputs(Channel<PushedModel> pushed) {}

    @Override
    public void run(Run<Outputs> run) {}
  }

  /** Code that {@link Prepare} is given by class. */
  public interface Preprocessing extends UserCode {
    double prepare(double value);
  }

  public static final class Halve implements Preprocessing {
    @Override
    public double prepare(double value) {
      return value / 2;
    }
  }

  public record Prepare(Class<? extends Preprocessing> preprocessing)
      implements Component<Nothing> {
    @Override
    public void run(Run<Nothing> run) {}
  }

  public record Sample(RuntimeParameter<Integer> rows) implements Component<Nothing> {
    @Override
    public void run(Run<Nothing> run) {}
  }

  public record Wait(Duration pause) implements Component<Nothing> {
    @Override
    public void run(Run<Nothing> run) {}
  }

  public record LatestModel() implements Resolver<LatestModel.Outputs> {
    public record Outputs(Channel<Model> model) {}

    @Override
    public void resolve(Resolution<Outputs> resolution) {}
  }

  public record Describe(Channel<Examples> examples) implements SubPipeline<Infer.Outputs> {
    @Override
    public Infer.Outputs define(Pipeline pipeline) {
      return pipeline.add(new Infer(pipeline.add(new Stats(examples)).statistics()));
    }
  }
}
