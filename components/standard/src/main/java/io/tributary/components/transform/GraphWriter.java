package io.tributary.components.transform;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.transform.Emission.Precision;
import io.tributary.components.transform.Features.Output;
import io.tributary.components.transform.Features.Weight;
import io.tributary.components.transform.FittedTransform.Dtype;
import io.tributary.components.transform.FittedTransform.Feature;
import io.tributary.components.transform.FittedTransform.Kind;
import io.tributary.components.transform.FittedTransform.Label;
import io.tributary.components.transform.FittedTransform.RawInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compiles a fitted definition to graphs, and writes the files of the artifact. */
final class GraphWriter {
  /** Components of a vector: 130 MB in a tensor of all rows that a graph takes at once. */
  private static final int MOST_COMPONENTS = 4_000;

  private final Definition definition;
  private final Fitted fitted;

  /**
   * For a definition whose analyzers are all fitted.
   *
   * @throws ExecutionFailure INVALID_ARGUMENT naming all features of too many ids or components, or
   *     of none
   */
  GraphWriter(Definition definition, Fitted fitted) {
    this.definition = definition;
    this.fitted = fitted;
    requireSizes(
        Kind.ID, 1, Integer.MAX_VALUE, "ids", "cross columns of fewer ids, or hash the cross");
    requireSizes(
        Kind.VECTOR,
        1,
        MOST_COMPONENTS,
        "components",
        "fit on texts that have words; choose fewer with topK(terms); leave ids as they are");
  }

  private void requireSizes(Kind kind, long least, long most, String what, String remedy) {
    var wrong = new ArrayList<String>();
    for (var output : definition.outputs()) {
      if (output.kind() == kind) {
        long size = fitted.size(output.position());
        if (size < least || size > most) {
          wrong.add("feature '" + output.name() + "' of " + size);
        }
      }
    }
    if (!wrong.isEmpty()) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_ARGUMENT,
          new Explanation(
              "number of " + what, String.join(", ", wrong), least + " to " + most, remedy));
    }
  }

  /** The graph from raw columns to features. */
  ModelProto transform() {
    var graph = OnnxGraph.named("transform");
    var emission = new Emission(graph, fitted, Precision.SINGLE);
    emission.emit(definition.outputs().stream().map(Output::position).toList());
    for (var output : definition.outputs()) {
      var tensor = emission.tensor(output.position());
      switch (output.kind()) {
        case NUMBER -> graph.output(output.name(), single(graph, tensor), DataType.FLOAT);
        case ID -> graph.output(output.name(), tensor, DataType.INT64);
        case VECTOR ->
            graph.output(
                output.name(),
                single(graph, tensor),
                DataType.FLOAT,
                -1,
                fitted.size(output.position()));
      }
    }
    return graph.build();
  }

  /** To single precision; what is beyond its range becomes its greatest number. */
  private static String single(OnnxGraph graph, String tensor) {
    var greatest = graph.doubles(Float.MAX_VALUE);
    var clipped =
        graph.node("Max", graph.node("Min", tensor, greatest), graph.doubles(-Float.MAX_VALUE));
    return graph.cast(clipped, DataType.FLOAT);
  }

  /** The graph from raw columns to the labels; empty without labels. */
  Optional<byte[]> label() {
    if (definition.labels().isEmpty()) {
      return Optional.empty();
    }
    var graph = OnnxGraph.named("label");
    var emission = new Emission(graph, fitted, Precision.DOUBLE);
    emission.emit(definition.targets());
    for (var label : definition.labels()) {
      var tensor = emission.tensor(label.position());
      var output = Label.output(label.name());
      switch (label.kind()) {
        case BOOLEAN, NUMBER ->
            graph.output(output, graph.cast(tensor, DataType.FLOAT), DataType.FLOAT);
        case TEXT -> graph.output(output, tensor, DataType.STRING);
      }
    }
    definition
        .weight()
        .ifPresent(
            weight ->
                graph.output(
                    FittedTransform.weightOutput(weight.name()),
                    graph.cast(emission.tensor(weight.position()), DataType.FLOAT),
                    DataType.FLOAT));
    return Optional.of(graph.bytes());
  }

  TransformDescription description() {
    var inputs = new ArrayList<RawInput>();
    for (var raw :
        Definition.rawColumns(
            definition.program(),
            definition
                .program()
                .computed(definition.outputs().stream().map(Output::position).toList()))) {
      inputs.add(
          new RawInput(
              raw.column(),
              switch (raw.kind()) {
                case FLOAT, FLOATS -> Dtype.FP32;
                case INTEGER, INTEGERS -> Dtype.INT64;
                case TEXT, TEXTS -> Dtype.BYTES;
              },
              raw.kind().isList()));
    }
    var features = new ArrayList<Feature>();
    for (var output : definition.outputs()) {
      features.add(
          new Feature(
              output.name(),
              output.kind(),
              output.kind() == Kind.NUMBER ? 0 : fitted.size(output.position())));
    }
    return new TransformDescription(
        inputs,
        features,
        definition.labels().stream().map(label -> new Label(label.name(), label.kind())).toList(),
        definition.weight().map(Weight::name),
        FeatureDescription.of(definition, fitted));
  }

  private List<Fit> fits(Output output) {
    var fits = new ArrayList<Fit>();
    for (int position : definition.program().needed(List.of(output.position()))) {
      var fit = fitted.fits().get(position);
      if (fit != null) {
        fits.add(fit);
      }
    }
    return fits;
  }

  /** Writes everything into {@code directory}, which exists and is empty. */
  void write(Path directory, byte[] transform, Optional<byte[]> label) throws IOException {
    Files.write(directory.resolve(FittedTransform.TRANSFORM_FILE), transform);
    if (label.isPresent()) {
      Files.write(directory.resolve(FittedTransform.LABEL_FILE), label.get());
    }
    Files.write(directory.resolve(FittedTransform.DESCRIPTION_FILE), description().write());
    var vocabularies = directory.resolve(FittedTransform.VOCABULARY_DIRECTORY);
    for (var output : definition.outputs()) {
      int number = 0;
      for (var fit : fits(output)) {
        var terms = terms(fit);
        if (terms.isPresent()) {
          Files.createDirectories(vocabularies);
          var name = output.name() + (++number == 1 ? "" : "." + number) + ".txt";
          Files.writeString(vocabularies.resolve(name), lines(terms.get()));
        }
      }
    }
  }

  private static Optional<List<String>> terms(Fit fit) {
    if (fit instanceof Fit.Words words) {
      return Optional.of(words.vocabulary().terms());
    }
    return fit instanceof Fit.Terms terms ? Optional.of(terms.terms()) : Optional.empty();
  }

  private static String lines(List<String> terms) {
    var lines = new StringBuilder();
    terms.forEach(term -> lines.append(term).append('\n'));
    return lines.toString();
  }
}
