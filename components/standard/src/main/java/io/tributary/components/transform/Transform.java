package io.tributary.components.transform;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionBase;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.api.InputArtifact;
import io.tributary.api.Run;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Schema;
import io.tributary.api.artifact.TransformCache;
import io.tributary.api.artifact.TransformGraph;
import io.tributary.components.onnx.SideBySide;
import io.tributary.components.schema.SchemaReader;
import io.tributary.serving.OnnxModel;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fits a {@link Preprocessing} on some splits and applies it to all. The result is a graph that
 * every later component uses in place of the Java code: {@link FittedTransform} reads it.
 *
 * <p>The transformed examples have the splits and the order of the raw ones. Their columns are the
 * features, as float32 or int64 or lists of float32, then the labels, as float32 or utf8, and the
 * weight, as float32. Nothing in them is null.
 *
 * <p>A transform of a rolling window is fitted on the rows of several spans. With caches it reads,
 * to find constants that follow from raw columns, no row of any of them: what {@link
 * TransformCacheGen} has kept of each is merged, and the result is that of a pass over all rows, to
 * the last bit. Analyzers of what other analyzers have found need the rows again.
 *
 * @param examples the raw examples; of a window, those of the newest span
 * @param schema says which columns there are, of what type, and which of them requests have
 * @param preprocessing describes features and label
 * @param analyzedSplits the splits that means, vocabularies and the like are fitted on; default
 *     {@code train}
 * @param earlier the raw examples of the spans before in the window, which are transformed, too,
 *     for instance those that {@link io.tributary.components.resolver.EarlierExamples} chooses; of
 *     the splits of the newest
 * @param cache what was gathered of the examples
 * @param earlierCaches what was gathered of the spans before, for instance those that {@link
 *     io.tributary.components.resolver.EarlierTransformCaches} chooses; of the same spans as {@code
 *     earlier}, unless that is left out
 */
public record Transform(
    Channel<Examples> examples,
    Channel<Schema> schema,
    Class<? extends Preprocessing> preprocessing,
    List<String> analyzedSplits,
    Optional<Channel<Examples>> earlier,
    Optional<Channel<TransformCache>> cache,
    Optional<Channel<TransformCache>> earlierCaches)
    implements Component<Transform.Outputs> {

  /**
   * What a transform makes.
   *
   * @param examples the transformed examples
   * @param graph the fitted transform
   */
  public record Outputs(Channel<Examples> examples, Channel<TransformGraph> graph) {}

  public Transform {
    requireNonNull(examples, "examples");
    requireNonNull(schema, "schema");
    requireNonNull(preprocessing, "preprocessing");
    analyzedSplits = analyzed("Transform", analyzedSplits);
    requireNonNull(earlier, "earlier");
    requireNonNull(cache, "cache");
    requireNonNull(earlierCaches, "earlierCaches");
    if (earlierCaches.isPresent() && cache.isEmpty()) {
      throw new IllegalArgumentException(
          "Transform > earlierCaches: without the cache of the newest span (expected: both); call"
              + " withCache as well");
    }
  }

  /** Fits on the split {@code train}. */
  public Transform(
      Channel<Examples> examples,
      Channel<Schema> schema,
      Class<? extends Preprocessing> preprocessing) {
    this(
        examples,
        schema,
        preprocessing,
        List.of("train"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Splits to fit on, at least one. */
  static List<String> analyzed(String component, List<String> splits) {
    if (splits.isEmpty()) {
      throw new IllegalArgumentException(
          component
              + " > analyzedSplits: none (expected: at least one split); name the splits to fit"
              + " on, or leave the option out for 'train'");
    }
    return List.copyOf(splits);
  }

  /** Fits on these splits, in place of {@code train}. */
  public Transform withAnalyzedSplits(String... splits) {
    return new Transform(
        examples, schema, preprocessing, List.of(splits), earlier, cache, earlierCaches);
  }

  /** Fits on the rows of earlier spans, too, and transforms them. */
  public Transform withEarlier(Channel<Examples> other) {
    return new Transform(
        examples, schema, preprocessing, analyzedSplits, Optional.of(other), cache, earlierCaches);
  }

  /** Fits on what was gathered of the examples, in place of their rows. */
  public Transform withCache(Channel<TransformCache> other) {
    return new Transform(
        examples,
        schema,
        preprocessing,
        analyzedSplits,
        earlier,
        Optional.of(other),
        earlierCaches);
  }

  /** Fits on what was gathered of earlier spans, too. */
  public Transform withEarlierCaches(Channel<TransformCache> other) {
    return new Transform(
        examples, schema, preprocessing, analyzedSplits, earlier, cache, Optional.of(other));
  }

  @Override
  public ExecutionBase executionBase() {
    return ExecutionBase.TRANSFORM;
  }

  @Override
  public void run(Run<Outputs> run) throws Exception {
    run(run, instance(preprocessing));
  }

  /** Fits and applies what an instance describes, in place of {@link #preprocessing}. */
  void run(Run<Outputs> run, Preprocessing described) throws Exception {
    var raw = RawExamples.of(run, earlier, examples);
    raw.requireSplits("Transform", analyzedSplits);
    OnnxModel.prepare();
    var definition =
        Definition.of(described, new RawColumns(SchemaReader.read(run.input(schema).path())));
    raw.requireColumns(raw.splits(), definition, run.allocator());
    var fitting = new Fitting(definition, raw.rows(analyzedSplits), run.engine());
    run.progress("fitting " + definition.outputs().size() + " features");
    var writer = new GraphWriter(definition, fitted(run, raw, fitting));
    var transform = writer.transform();
    var label = writer.label();
    writer.write(run.output(Outputs::graph).path(), SideBySide.of(transform).toByteArray(), label);
    try (var application = new Application(writer.description(), transform, label)) {
      for (var split : raw.splits()) {
        run.progress("transforming split " + split);
        try (var out = run.write(Outputs::examples, split, application.outputSchema())) {
          run.engine().map(raw.rows(List.of(split)), application, out);
        }
      }
    }
  }

  private Fitted fitted(Run<Outputs> run, RawExamples raw, Fitting fitting) throws IOException {
    if (cache.isEmpty()) {
      run.log().info("fitting in {} passes over {}", fitting.passes(), analyzedSplits);
      return fitting.fit();
    }
    var caches = new ArrayList<InputArtifact<TransformCache>>();
    earlierCaches.ifPresent(channel -> caches.addAll(run.inputs(channel)));
    caches.add(run.input(cache.get()));
    requireSpans(raw, caches, fitting);
    run.progress("fitting from the caches of " + caches.size() + " spans");
    var again = fitting.later();
    if (!again.isEmpty()) {
      run.progress(
          "reading the rows again for analyzers of what others have found: " + sources(again));
    }
    return fitting.fit(
        TransformCacheGen.rows(analyzedSplits), caches.stream().map(InputArtifact::path).toList());
  }

  private static String sources(List<Phase> phases) {
    return String.join(", ", phases.stream().flatMap(phase -> phase.sources().stream()).toList());
  }

  /** Caches and rows are of the same spans, or rows of the earlier ones are not needed. */
  private void requireSpans(
      RawExamples raw, List<InputArtifact<TransformCache>> caches, Fitting fitting) {
    var cached = caches.stream().map(it -> it.property(TransformCache.SPAN).orElse(0L)).toList();
    var ofRows = raw.spans().stream().map(it -> it.property(Examples.SPAN).orElse(0L)).toList();
    boolean isNewestAlone = earlier.isEmpty() && fitting.later().isEmpty();
    var needed = isNewestAlone ? cached.subList(cached.size() - 1, cached.size()) : cached;
    if (!needed.equals(ofRows)) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_ARGUMENT,
          new Explanation(
              "Transform > caches",
              "of the spans " + cached,
              "of the spans of the examples, " + ofRows,
              fitting.later().isEmpty()
                  ? "choose caches and examples of the same spans"
                  : "give the examples of all spans with withEarlier, which "
                      + sources(fitting.later())
                      + " needs"));
    }
    requireSameExamples(raw, caches.subList(caches.size() - needed.size(), caches.size()));
  }

  /** A span may have been made anew since it was gathered from. */
  private static void requireSameExamples(
      RawExamples raw, List<InputArtifact<TransformCache>> caches) {
    var others = new ArrayList<String>();
    for (int i = 0; i < caches.size(); i++) {
      var rows = raw.spans().get(i);
      var digest = caches.get(i).property(TransformCache.EXAMPLES_DIGEST);
      if (!digest.equals(Optional.of(rows.digest()))) {
        others.add(caches.get(i).path().toString());
      }
    }
    if (!others.isEmpty()) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.FAILED_PRECONDITION,
          new Explanation(
              "Transform > caches",
              String.join(", ", others) + ", of other examples than those given",
              "what was gathered of these very examples",
              "run TransformCacheGen on them"));
    }
  }

  /** Makes an instance of a class that a pipeline names. */
  static Preprocessing instance(Class<? extends Preprocessing> preprocessing) throws Exception {
    var constructor = preprocessing.getDeclaredConstructor();
    constructor.setAccessible(true);
    try {
      return constructor.newInstance();
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }
}
