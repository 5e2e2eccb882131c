package io.tributary.components.transform;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Run;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Schema;
import io.tributary.api.artifact.TransformCache;
import io.tributary.components.schema.SchemaReader;
import io.tributary.serving.OnnxModel;
import java.util.List;
import java.util.Optional;

/**
 * Gathers, in a pass over the examples of a span, what the analyzers of a {@link Preprocessing}
 * need that stand on raw columns, and keeps it: a {@link Transform} of a rolling window merges what
 * was kept of its spans. That takes about 16 bytes per different number and the length of each
 * different text, per analyzed column.
 *
 * @param examples the raw examples
 * @param schema as for {@link Transform}
 * @param preprocessing describes features and label
 * @param analyzedSplits the splits that are read; default {@code train}
 */
public record TransformCacheGen(
    Channel<Examples> examples,
    Channel<Schema> schema,
    Class<? extends Preprocessing> preprocessing,
    List<String> analyzedSplits)
    implements Component<TransformCacheGen.Outputs> {

  /**
   * What the component makes.
   *
   * @param cache with the span of the examples
   */
  public record Outputs(Channel<TransformCache> cache) {}

  public TransformCacheGen {
    requireNonNull(examples, "examples");
    requireNonNull(schema, "schema");
    requireNonNull(preprocessing, "preprocessing");
    analyzedSplits = Transform.analyzed("TransformCacheGen", analyzedSplits);
  }

  /** Reads the split {@code train}. */
  public TransformCacheGen(
      Channel<Examples> examples,
      Channel<Schema> schema,
      Class<? extends Preprocessing> preprocessing) {
    this(examples, schema, preprocessing, List.of("train"));
  }

  /** Reads these splits, in place of {@code train}. */
  public TransformCacheGen withAnalyzedSplits(String... splits) {
    return new TransformCacheGen(examples, schema, preprocessing, List.of(splits));
  }

  @Override
  public void run(Run<Outputs> run) throws Exception {
    var raw = RawExamples.of(run, Optional.empty(), examples);
    raw.requireSplits("TransformCacheGen", analyzedSplits);
    OnnxModel.prepare();
    var definition =
        Definition.of(
            Transform.instance(preprocessing),
            new RawColumns(SchemaReader.read(run.input(schema).path())));
    raw.requireColumns(analyzedSplits, definition, run.allocator());
    var output = run.output(Outputs::cache);
    run.input(examples)
        .property(Examples.SPAN)
        .ifPresent(span -> output.set(TransformCache.SPAN, span));
    output.set(TransformCache.EXAMPLES_DIGEST, run.input(examples).digest());
    new Fitting(definition, raw.rows(analyzedSplits), run.engine())
        .keep(rows(analyzedSplits), output.path());
  }

  /** What a cache says of its rows. */
  static String rows(List<String> splits) {
    return "splits " + splits;
  }
}
