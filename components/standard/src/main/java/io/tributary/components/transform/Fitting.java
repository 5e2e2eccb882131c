package io.tributary.components.transform;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.api.data.DataEngine;
import io.tributary.api.data.Dataset;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.transform.Analysis.Request;
import io.tributary.components.transform.Emission.Precision;
import io.tributary.components.transform.Expression.Analyzer;
import io.tributary.serving.Datatype;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Predictor;
import io.tributary.serving.RowInputs;
import io.tributary.serving.Shape;
import io.tributary.serving.Signature;
import io.tributary.serving.TensorSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds the constants of all analyzers of a definition: one pass over the data for those that stand
 * on raw columns, one more for those that stand on their results, and so on.
 */
final class Fitting {
  private final Definition definition;
  private final Program program;
  private final Dataset data;
  private final DataEngine engine;

  Fitting(Definition definition, Dataset data, DataEngine engine) {
    this.definition = definition;
    this.program = definition.program();
    this.data = data;
    this.engine = engine;
  }

  /** How many passes there are to be. */
  int passes() {
    return phases().size();
  }

  Fitted fit() throws IOException {
    var fitted = Fitted.nothing(program);
    for (var phase : phases().values()) {
      pass(phase, fitted);
    }
    return fitted;
  }

  /** Positions of analyzers, by how many analyzers stand one on another at most up to them. */
  private Map<Integer, List<Integer>> phases() {
    var phases = new TreeMap<Integer, List<Integer>>();
    for (int position : program.needed(definition.roots())) {
      if (program.at(position) instanceof Analyzer) {
        phases.computeIfAbsent(program.depth(position), depth -> new ArrayList<>()).add(position);
      }
    }
    return phases;
  }

  private void pass(List<Integer> analyzers, Fitted fitted) throws IOException {
    var requests = new LinkedHashMap<Request, Integer>();
    for (int position : analyzers) {
      requests.putIfAbsent(request((Analyzer) program.at(position)), requests.size());
    }
    var gathered = gather(List.copyOf(requests.keySet()), fitted);
    for (int position : analyzers) {
      var analyzer = (Analyzer) program.at(position);
      var index = requests.get(request(analyzer));
      if (index == null) {
        throw new IllegalStateException(analyzer + " was not asked for");
      }
      fitted.fits().put(position, analyzer.fit(gathered.get(index)));
    }
  }

  private Request request(Analyzer analyzer) {
    int operand = analyzer.operand();
    var columns = new LinkedHashSet<String>();
    for (var raw : Definition.rawColumns(program, List.of(operand))) {
      columns.add("'" + raw.column() + "'");
    }
    return new Request(
        analyzer.statistic(),
        operand,
        "column " + String.join(" with ", columns),
        source(operand),
        analyzer instanceof Words.Counts counts ? Optional.of(counts.cut()) : Optional.empty());
  }

  private Optional<TextSource> source(int operand) {
    var expression = program.at(operand);
    if (expression instanceof Words.Tokens tokens) {
      return Optional.of(TextSource.of(program, tokens.operand()));
    }
    return expression.type() == Expression.Type.TEXT
        ? Optional.of(TextSource.of(program, operand))
        : Optional.empty();
  }

  private List<Statistic> gather(List<Request> requests, Fitted fitted) throws IOException {
    var numbers = new ArrayList<Integer>();
    var texts = new LinkedHashMap<String, TensorSpec>();
    for (var request : requests) {
      if (request.text().isEmpty()) {
        if (!numbers.contains(request.operand())) {
          numbers.add(request.operand());
        }
      } else {
        var column = request.text().get().column();
        texts.put(column.column(), input(column));
      }
    }
    var rows = rows(texts);
    if (numbers.isEmpty()) {
      try (var analysis = new Analysis(requests, Optional.empty(), rows)) {
        return engine.aggregate(data, analysis);
      }
    }
    var graph = OnnxGraph.named("analysis");
    var emission = new Emission(graph, fitted, Precision.SINGLE);
    emission.emit(numbers);
    for (int operand : numbers) {
      graph.output(Analysis.output(operand), emission.tensor(operand), DataType.DOUBLE);
    }
    var model = OnnxModel.of(graph.bytes(), "graph of the analysis");
    try (var analysis = new Analysis(requests, Optional.of(new Predictor(model)), rows)) {
      return engine.aggregate(data, analysis);
    }
  }

  private static Optional<RowInputs> rows(Map<String, TensorSpec> columns) {
    return columns.isEmpty()
        ? Optional.empty()
        : Optional.of(new RowInputs(new Signature(List.copyOf(columns.values()), List.of())));
  }

  /** What a graph of features asks of a raw column. */
  static TensorSpec input(Raw column) {
    var type =
        switch (column.kind()) {
          case FLOAT -> Datatype.FP32;
          case INTEGER -> Datatype.INT64;
          case TEXT -> Datatype.BYTES;
        };
    return new TensorSpec(column.column(), type, Shape.of(Shape.ANY, 1));
  }
}
