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
import io.tributary.components.caution.Caution;
import io.tributary.components.schema.SchemaReader;
import io.tributary.components.statistics.StatisticsReader;
import io.tributary.components.transform.FittedTransform.LabelKind;
import java.util.List;
import java.util.Optional;

/**
 * A Transform whose features nobody has described. What the statistics of the split {@code train},
 * and a look at its rows, say of a column decides:
 *
 * <ul>
 *   <li>a number becomes its z-score, 0 where it is missing, and beside it, if it ever is, a
 *       feature that tells so;
 *   <li>a time becomes hour, weekday, month, and the z-score of the days: a date or a time stamp,
 *       an integer whose name and values say that it counts from 1970 on, or a text if 95 % are
 *       times as {@link TextColumn#asTime} reads them;
 *   <li>a text becomes its place among the 100 most frequent ones;
 *   <li>texts of two words or more on average, of which there are more than 100 different ones or
 *       more than half as many as rows, become a feature for each of 200 words, in lower case, that
 *       tells whether the text has it, and how many words it has;
 *   <li>a list of texts becomes the same, with its texts as words; a list of numbers their count,
 *       mean, least and greatest.
 * </ul>
 *
 * <p>Words are those that tell most of the label; where there are several labels, the most frequent
 * ones. Left out are columns that are the same in all rows or missing in more than 99 % of them,
 * integers that only number the rows or are ids by name and values, unless nothing else is left,
 * texts without words most of which are met only once, lists of lists, what holds neither numbers
 * nor texts, and columns that are called as an output of the model will be. What became of each
 * column, and why, is a {@link ColumnChoice} beside the graph, and told in the log.
 *
 * <p>A label that is a text is learnt as one of several classes, one of integers from 0 to 1 as a
 * truth value, any other as a number, unless {@code labelKind} says otherwise. Which task that is,
 * {@link #TASK} of the graph tells; what may spoil the model, such as dates in a form that nobody
 * can read for sure, the {@link Caution}s that it carries.
 *
 * @param examples the raw examples, with a split {@code train}
 * @param statistics of these examples
 * @param schema of these examples
 * @param labels the raw columns that are to be learnt, at least one; several have to be truth
 *     values. Rows in which one is missing fail the transform
 * @param labelKind what they are learnt as; a number as a truth value: 0 or 1, others fail the
 *     transform; an integer as a text: its digits
 */
public record AutoTransform(
    Channel<Examples> examples,
    Channel<ExampleStatistics> statistics,
    Channel<Schema> schema,
    List<String> labels,
    Optional<LabelKind> labelKind)
    implements Component<Transform.Outputs> {
  /** Which task the labels are, and why, in one line. */
  public static final Property<TransformGraph, String> TASK =
      Property.ofString(TransformGraph.class, "task_message");

  private static final String SPLIT = "train";

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
    var seen = run.engine().aggregate(run.dataset(examples, SPLIT), new ColumnScan());
    var preprocessing =
        new DefaultPreprocessing(
            StatisticsReader.read(run.input(statistics).path(), SPLIT), seen, labels, labelKind);
    new Transform(examples, schema, Preprocessing.class).run(run, preprocessing);
    for (var choice : preprocessing.choices()) {
      run.log().info("column '{}': {}, as: {}", choice.column(), choice.became(), choice.why());
    }
    var graph = run.output(Transform.Outputs::graph);
    graph.set(TASK, preprocessing.task());
    run.log().info("{}", preprocessing.task());
    var cautions = preprocessing.cautions();
    if (!cautions.isEmpty()) {
      cautions.forEach(caution -> run.log().warn(caution.text()));
      graph.set(Caution.property(TransformGraph.class), Caution.write(cautions));
    }
    ColumnChoice.write(preprocessing.choices(), graph.path());
  }
}
