package io.tributary.components.transform;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.transform.Emission.Precision;
import io.tributary.components.transform.Features.Output;
import io.tributary.components.transform.Features.Target;
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
  private final Definition definition;
  private final Fitted fitted;

  /**
   * For a definition whose analyzers are all fitted.
   *
   * @throws ExecutionFailure INVALID_ARGUMENT naming all features of too many ids
   */
  GraphWriter(Definition definition, Fitted fitted) {
    this.definition = definition;
    this.fitted = fitted;
    var tooLarge = new ArrayList<String>();
    for (var output : definition.outputs()) {
      if (output.kind() == Kind.ID && fitted.size(output.position()) > Integer.MAX_VALUE) {
        tooLarge.add("feature '" + output.name() + "' of " + fitted.size(output.position()));
      }
    }
    if (!tooLarge.isEmpty()) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_ARGUMENT,
          new Explanation(
              "number of ids",
              String.join(", ", tooLarge),
              "at most " + Integer.MAX_VALUE,
              "cross columns of fewer ids"));
    }
  }

  /** The graph from raw columns to features. */
  byte[] transform() {
    var graph = OnnxGraph.named("transform");
    var emission = new Emission(graph, fitted, Precision.SINGLE);
    emission.emit(definition.outputs().stream().map(Output::position).toList());
    for (var output : definition.outputs()) {
      var tensor = emission.tensor(output.position());
      if (output.kind() == Kind.NUMBER) {
        graph.output(output.name(), single(graph, tensor), DataType.FLOAT);
      } else {
        graph.output(output.name(), tensor, DataType.INT64);
      }
    }
    return graph.bytes();
  }

  /** To single precision; what is beyond its range becomes its greatest number. */
  private static String single(OnnxGraph graph, String tensor) {
    var greatest = graph.doubles(Float.MAX_VALUE);
    var clipped =
        graph.node("Max", graph.node("Min", tensor, greatest), graph.doubles(-Float.MAX_VALUE));
    return graph.cast(clipped, DataType.FLOAT);
  }

  /** The graph from raw columns to the label. */
  Optional<byte[]> label() {
    return definition.label().map(this::label);
  }

  private byte[] label(Target label) {
    var graph = OnnxGraph.named("label");
    var emission = new Emission(graph, fitted, Precision.DOUBLE);
    emission.emit(List.of(label.position()));
    var tensor = emission.tensor(label.position());
    var output = "label/" + label.name();
    switch (label.kind()) {
      case BOOLEAN, NUMBER ->
          graph.output(output, graph.cast(tensor, DataType.FLOAT), DataType.FLOAT);
      case TEXT -> graph.output(output, tensor, DataType.STRING);
    }
    return graph.bytes();
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
                case FLOAT -> Dtype.FP32;
                case INTEGER -> Dtype.INT64;
                case TEXT -> Dtype.BYTES;
              }));
    }
    var features = new ArrayList<Feature>();
    for (var output : definition.outputs()) {
      features.add(
          output.kind() == Kind.NUMBER
              ? Feature.number(output.name())
              : Feature.id(output.name(), fitted.size(output.position())));
    }
    return new TransformDescription(
        inputs,
        features,
        definition.label().map(label -> new Label(label.name(), label.kind())),
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
        if (fit instanceof Fit.Terms terms) {
          Files.createDirectories(vocabularies);
          var name = output.name() + (++number == 1 ? "" : "." + number) + ".txt";
          Files.writeString(vocabularies.resolve(name), lines(terms.terms()));
        }
      }
    }
  }

  private static String lines(List<String> terms) {
    var lines = new StringBuilder();
    terms.forEach(term -> lines.append(term).append('\n'));
    return lines.toString();
  }
}
