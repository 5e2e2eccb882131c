package io.tributary.components.schema;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.api.Run;
import io.tributary.api.artifact.ExampleStatistics;
import io.tributary.components.statistics.SplitSelection;
import io.tributary.components.statistics.StatisticsReader;
import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Infers one schema that all splits conform to: from the first, widened by the others. How is said
 * at {@link SchemaInference}.
 *
 * @param statistics of the examples
 * @param inferFeatureShape whether to give shapes; default true
 * @param maxStringDomainSize up to how many different texts make a string domain; default 100
 * @param excludedSplits splits that are not looked at
 * @param notInEnvironment features that some environments do not have. If there are any, the
 *     schema's default environments are TRAINING, SERVING and those named here
 * @param curated a schema that people curated and that wins over what is inferred, as {@link
 *     SchemaMerge} says; default none
 */
public record SchemaGen(
    Channel<ExampleStatistics> statistics,
    boolean inferFeatureShape,
    int maxStringDomainSize,
    List<String> excludedSplits,
    List<EnvironmentExclusion> notInEnvironment,
    Optional<Channel<io.tributary.api.artifact.Schema>> curated)
    implements Component<SchemaGen.Outputs> {

  /**
   * What the component makes.
   *
   * @param schema {@code schema.pbtxt}
   */
  public record Outputs(Channel<io.tributary.api.artifact.Schema> schema) {}

  public SchemaGen {
    requireNonNull(statistics, "statistics");
    excludedSplits = List.copyOf(excludedSplits);
    notInEnvironment = List.copyOf(notInEnvironment);
    requireNonNull(curated, "curated");
    new SchemaInference(inferFeatureShape, maxStringDomainSize);
  }

  /** Infers with the defaults. */
  public SchemaGen(Channel<ExampleStatistics> statistics) {
    this(
        statistics,
        SchemaInference.DEFAULT.inferFeatureShape(),
        SchemaInference.DEFAULT.maxStringDomainSize(),
        List.of(),
        List.of(),
        Optional.empty());
  }

  /** A copy that gives shapes, or value counts instead. */
  public SchemaGen withInferFeatureShape(boolean other) {
    return new SchemaGen(
        statistics, other, maxStringDomainSize, excludedSplits, notInEnvironment, curated);
  }

  /** A copy with another largest size of string domains, 0 to 1000. */
  public SchemaGen withMaxStringDomainSize(int other) {
    return new SchemaGen(
        statistics, inferFeatureShape, other, excludedSplits, notInEnvironment, curated);
  }

  /** A copy that does not look at some splits. */
  public SchemaGen withExcludedSplits(String... splits) {
    return new SchemaGen(
        statistics,
        inferFeatureShape,
        maxStringDomainSize,
        List.of(splits),
        notInEnvironment,
        curated);
  }

  /**
   * A copy with one more feature that an environment does not have: {@code
   * withNotInEnvironment("tips", "SERVING")} says that a request cannot know the tips.
   */
  public SchemaGen withNotInEnvironment(String feature, String environment) {
    var exclusions = new ArrayList<>(notInEnvironment);
    exclusions.add(new EnvironmentExclusion(feature, environment));
    return new SchemaGen(
        statistics, inferFeatureShape, maxStringDomainSize, excludedSplits, exclusions, curated);
  }

  /** A copy that adds to a curated schema what it lacks, and changes nothing in it. */
  public SchemaGen withCurated(Channel<io.tributary.api.artifact.Schema> schema) {
    return new SchemaGen(
        statistics,
        inferFeatureShape,
        maxStringDomainSize,
        excludedSplits,
        notInEnvironment,
        Optional.of(schema));
  }

  @Override
  public void run(Run<Outputs> run) throws IOException {
    var where = "node '" + run.nodeId() + "'";
    var input = run.input(statistics);
    var inference = new SchemaInference(inferFeatureShape, maxStringDomainSize);
    var splits = SplitSelection.included(where, input.splits(), excludedSplits);
    var schema = inference.infer(StatisticsReader.read(input.path(), splits.get(0)));
    for (var split : splits.subList(1, splits.size())) {
      schema = inference.update(schema, StatisticsReader.read(input.path(), split));
    }
    var base = run.input(curated);
    if (base.isPresent()) {
      var merge = SchemaMerge.of(SchemaReader.read(base.get().path()), schema);
      merge.added().forEach(path -> run.log().info("new column {}", FeaturePaths.serialize(path)));
      run.progress(merge.added().size() + " columns that are not curated");
      schema = merge.schema();
    }
    var result = withEnvironments(where, schema);
    FrozenSchema.refuse(where + " > parameter 'notInEnvironment'", schema, result);
    SchemaReader.write(run.output(Outputs::schema).path(), result);
  }

  private Schema withEnvironments(String where, Schema inferred) {
    if (notInEnvironment.isEmpty()) {
      return inferred;
    }
    var environments = new LinkedHashSet<>(List.of("TRAINING", "SERVING"));
    notInEnvironment.forEach(exclusion -> environments.add(exclusion.environment()));
    var names = inferred.getFeatureList().stream().map(Feature::getName).toList();
    var unknown =
        notInEnvironment.stream()
            .map(EnvironmentExclusion::feature)
            .filter(name -> !names.contains(name))
            .distinct()
            .toList();
    if (!unknown.isEmpty()) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_ARGUMENT,
          new Explanation(
              where + " > parameter 'notInEnvironment'",
              "features " + unknown,
              "features of the data: " + names,
              "correct the names"));
    }
    var schema = inferred.toBuilder();
    environments.removeAll(schema.getDefaultEnvironmentList());
    schema.addAllDefaultEnvironment(environments);
    for (var exclusion : notInEnvironment) {
      var feature = schema.getFeatureBuilder(names.indexOf(exclusion.feature()));
      if (!feature.getNotInEnvironmentList().contains(exclusion.environment())) {
        feature.addNotInEnvironment(exclusion.environment());
      }
    }
    return schema.build();
  }
}
