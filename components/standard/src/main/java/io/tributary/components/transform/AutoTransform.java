package io.tributary.components.transform;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionBase;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.Run;
import io.tributary.api.artifact.ExampleStatistics;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Property;
import io.tributary.api.artifact.Schema;
import io.tributary.api.artifact.TransformGraph;
import io.tributary.components.schema.SchemaReader;
import io.tributary.components.statistics.StatisticsReader;
import io.tributary.components.transform.FittedTransform.LabelKind;
import java.util.List;
import java.util.Optional;

/**
 * A Transform whose features nobody has described. What the statistics of the split {@code train}
 * say of a column decides: a number becomes its z-score, 0 where it is missing, and beside it, if
 * it ever is, a feature that tells so; a text becomes its place among the 100 most frequent ones.
 * Left out, and told in the log and as {@link #LEFT_OUT} of the graph, are columns that are the
 * same in all rows, that hold several values in a row, or most of whose texts are met only once.
 *
 * <p>A label that is a text is learnt as one of several classes, one of integers from 0 to 1 as a
 * truth value, any other as a number, unless {@code labelKind} says otherwise.
 *
 * @param examples the raw examples, with a split {@code train}
 * @param statistics of these examples
 * @param schema of these examples
 * @param labels the raw columns that are to be learnt, at least one; several have to be truth
 *     values. Rows in which one is missing fail the transform
 * @param labelKind what they are learnt as; a number as a truth value: whether it is 1; an integer
 *     as a text: its digits
 */
public record AutoTransform(
    Channel<Examples> examples,
    Channel<ExampleStatistics> statistics,
    Channel<Schema> schema,
    List<String> labels,
    Optional<LabelKind> labelKind)
    implements Component<Transform.Outputs> {
  /** Which columns no feature is made of, and why, in one line; not set where there is none. */
  public static final Property<TransformGraph, String> LEFT_OUT =
      Property.ofString(TransformGraph.class, "left_out_columns_message");

  private static final String SPLIT = "train";
  private static final int MOST_TOLD = 20;

  public AutoTransform {
    requireNonNull(examples, "examples");
    requireNonNull(statistics, "statistics");
    requireNonNull(schema, "schema");
    labels = List.copyOf(labels);
    requireNonNull(labelKind, "labelKind");
  }

  @Override
  public ExecutionBase executionBase() {
    return ExecutionBase.TRANSFORM;
  }

  @Override
  public void run(Run<Transform.Outputs> run) throws Exception {
    var columns =
        SchemaReader.read(run.input(schema).path()).getFeatureList().stream()
            .map(feature -> feature.getName())
            .toList();
    for (var label : labels) {
      if (!columns.contains(label)) {
        throw new ExecutionFailure(
            Code.INVALID_ARGUMENT,
            new Explanation(
                "node '" + run.nodeId() + "' > label",
                "'" + label + "'",
                "one of the columns " + columns,
                "correct the name of the label"));
      }
    }
    var preprocessing =
        new DefaultPreprocessing(
            StatisticsReader.read(run.input(statistics).path(), SPLIT), labels, labelKind);
    new Transform(examples, schema, Preprocessing.class).run(run, preprocessing);
    var leftOut = preprocessing.leftOut();
    leftOut.forEach(run.log()::info);
    if (!leftOut.isEmpty()) {
      int more = leftOut.size() - MOST_TOLD;
      run.output(Transform.Outputs::graph)
          .set(
              LEFT_OUT,
              String.join("; ", leftOut.subList(0, Math.min(leftOut.size(), MOST_TOLD)))
                  + (more > 0 ? "; and " + more + " more, see the log" : ""));
    }
  }
}
