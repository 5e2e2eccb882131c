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
import io.tributary.api.artifact.TransformGraph;
import io.tributary.api.data.ExamplesReader;
import io.tributary.components.schema.SchemaReader;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.RowInputs;
import io.tributary.serving.Signature;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Fits a {@link Preprocessing} on some splits and applies it to all. The result is a graph that
 * every later component uses in place of the Java code: {@link FittedTransform} reads it.
 *
 * <p>The transformed examples have the splits and the order of the raw ones. Their columns are the
 * features, as float32 or int64, and the label last, as float32 or utf8. Nothing in them is null.
 *
 * @param examples the raw examples
 * @param schema says which columns there are, of what type, and which of them requests have
 * @param preprocessing describes features and label
 * @param analyzedSplits the splits that means, vocabularies and the like are fitted on; default
 *     {@code train}
 */
public record Transform(
    Channel<Examples> examples,
    Channel<Schema> schema,
    Class<? extends Preprocessing> preprocessing,
    List<String> analyzedSplits)
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
    analyzedSplits = List.copyOf(analyzedSplits);
    if (analyzedSplits.isEmpty()) {
      throw new IllegalArgumentException(
          "Transform > analyzedSplits: none (expected: at least one split); name the splits to fit"
              + " on, or leave the option out for 'train'");
    }
  }

  /** Fits on the split {@code train}. */
  public Transform(
      Channel<Examples> examples,
      Channel<Schema> schema,
      Class<? extends Preprocessing> preprocessing) {
    this(examples, schema, preprocessing, List.of("train"));
  }

  /** Fits on these splits, in place of {@code train}. */
  public Transform withAnalyzedSplits(String... splits) {
    return new Transform(examples, schema, preprocessing, List.of(splits));
  }

  @Override
  public ExecutionBase executionBase() {
    return ExecutionBase.TRANSFORM;
  }

  @Override
  public void run(Run<Outputs> run) throws Exception {
    run(run, instantiate());
  }

  /** Fits and applies what an instance describes, in place of {@link #preprocessing}. */
  void run(Run<Outputs> run, Preprocessing described) throws Exception {
    var artifact = run.input(examples);
    checkSplits(artifact);
    OnnxModel.prepare();
    var definition =
        Definition.of(described, new RawColumns(SchemaReader.read(run.input(schema).path())));
    for (var split : artifact.splits()) {
      checkColumns(run, split, definition);
    }
    var analyzed = run.dataset(examples, analyzedSplits.toArray(String[]::new));
    var fitting = new Fitting(definition, analyzed, run.engine());
    run.progress("fitting " + definition.outputs().size() + " features");
    var writer = new GraphWriter(definition, fitting.fit());
    run.log()
        .info(
            "fitted {} features in {} passes over {}",
            definition.outputs().size(),
            fitting.passes(),
            analyzedSplits);
    var transform = writer.transform();
    var label = writer.label();
    writer.write(run.output(Outputs::graph).path(), transform.toByteArray(), label);
    try (var application = new Application(writer.description(), transform, label)) {
      for (var split : artifact.splits()) {
        run.progress("transforming split " + split);
        try (var out = run.write(Outputs::examples, split, application.outputSchema())) {
          run.engine().map(run.dataset(examples, split), application, out);
        }
      }
    }
  }

  private void checkSplits(InputArtifact<Examples> artifact) {
    var unknown = new TreeSet<>(analyzedSplits);
    unknown.removeAll(Set.copyOf(artifact.splits()));
    if (!unknown.isEmpty()) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_ARGUMENT,
          new Explanation(
              "Transform > analyzedSplits",
              String.join(", ", unknown),
              "splits of the examples: " + String.join(", ", artifact.splits()),
              "name other splits with withAnalyzedSplits"));
    }
  }

  private Preprocessing instantiate() throws Exception {
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

  /** Holds the units in which columns of time stamps count against what the definition says. */
  private static void checkUnits(String split, Definition definition, VectorSchemaRoot columns) {
    var program = definition.program();
    var wrong = new ArrayList<String>();
    for (int position : program.needed(definition.roots())) {
      if (program.at(position) instanceof Times.Stamp stamp
          && program.at(stamp.operand()) instanceof Raw raw) {
        Times.Stamp.unitOf(columns.getVector(raw.column()).getField().getType())
            .filter(unit -> unit != stamp.unit())
            .ifPresent(
                unit -> wrong.add(program.source(position) + ", which is in " + unit.name()));
      }
    }
    if (!wrong.isEmpty()) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_DATA,
          new Explanation(
              "examples > split '" + split + "'",
              String.join("; ", wrong),
              "the unit that asTime names",
              "name the unit of the column"));
    }
  }

  /** Holds the columns of a split against what the definition reads, before any pass. */
  private void checkColumns(Run<Outputs> run, String split, Definition definition)
      throws IOException {
    var inputs = new ArrayList<Raw>();
    inputs.addAll(Definition.rawColumns(definition.program(), definition.roots()));
    var signature = new Signature(inputs.stream().map(Fitting::input).toList(), List.of());
    try (var reader = new ExamplesReader(run.dataset(examples, split), run.allocator());
        var none = VectorSchemaRoot.create(reader.schema(), run.allocator())) {
      new RowInputs(signature).read(none, 0, 0);
      checkUnits(split, definition, none);
    } catch (IllegalArgumentException e) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_DATA,
          new Explanation(
              "examples > split '" + split + "'",
              String.valueOf(e.getMessage()),
              "the columns that the schema promises",
              "compare the examples with the schema"),
          e);
    }
  }
}
