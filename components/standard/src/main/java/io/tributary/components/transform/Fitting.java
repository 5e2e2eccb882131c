package io.tributary.components.transform;

import static java.util.Objects.requireNonNull;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

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
    var requests = new LinkedHashMap<Gathering, Request>();
    for (int position : analyzers) {
      requests.computeIfAbsent(((Analyzer) program.at(position)).gathering(), this::request);
    }
    var gathered = new HashMap<Gathering, Statistic>();
    var statistics = gather(List.copyOf(requests.values()), fitted);
    for (var gathering : requests.keySet()) {
      gathered.put(gathering, statistics.get(gathered.size()));
    }
    var nothing = new ArrayList<String>();
    for (int position : analyzers) {
      var analyzer = (Analyzer) program.at(position);
      var fit = analyzer.fit(requireNonNull(gathered.get(analyzer.gathering())));
      if (fit.isOfNothing()) {
        nothing.add(program.source(position));
      }
      fitted.fits().put(position, fit);
    }
    if (!nothing.isEmpty()) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_DATA,
          new Explanation(
              String.join(", ", nothing),
              "no number in any analyzed row",
              "at least one",
              "call fillMissing(value) before, leave it out, or analyze other splits"));
    }
  }

  private Request request(Gathering gathering) {
    var columns = new LinkedHashSet<String>();
    for (var raw : Definition.rawColumns(program, gathering.operands())) {
      columns.add("'" + raw.column() + "'");
    }
    return new Request(
        gathering,
        "column " + String.join(" with ", columns),
        gathering.textOrKey().map(position -> text(TextSource.of(program, position))));
  }

  private Analysis.Text text(TextSource source) {
    return new Analysis.Text(
        source,
        program.at(source.origin()) instanceof Raw raw && raw.kind() == Raw.Kind.TEXT
            ? Optional.of(raw.column())
            : Optional.empty());
  }

  private List<Statistic> gather(List<Request> requests, Fitted fitted) throws IOException {
    var plain = new HashMap<Integer, NumberSource>();
    var computed = new TreeSet<Integer>();
    var columns = new LinkedHashMap<String, TensorSpec>();
    for (var request : requests) {
      for (int position : request.gathering().numbers()) {
        NumberSource.of(program, position)
            .ifPresentOrElse(source -> plain.put(position, source), () -> computed.add(position));
      }
      if (request.text().isPresent()) {
        int origin = request.text().get().source().origin();
        if (request.text().get().column().isPresent()) {
          var column = input((Raw) program.at(origin));
          columns.put(column.name(), column);
        } else {
          computed.add(origin);
        }
      }
    }
    plain.values().stream()
        .map(source -> input(source.raw()))
        .forEach(column -> columns.put(column.name(), column));
    try (var analysis =
        new Analysis(requests, Map.copyOf(plain), graph(computed, fitted), rows(columns))) {
      return engine.aggregate(data, analysis);
    }
  }

  private Optional<Predictor> graph(SortedSet<Integer> computed, Fitted fitted) {
    if (computed.isEmpty()) {
      return Optional.empty();
    }
    var graph = OnnxGraph.named("analysis");
    var emission = new Emission(graph, fitted, Precision.SINGLE);
    emission.emit(computed);
    for (int position : computed) {
      var type =
          program.at(position).type() == Expression.Type.INTEGER ? DataType.INT64 : DataType.DOUBLE;
      graph.output(Analysis.output(position), emission.tensor(position), type);
    }
    return Optional.of(new Predictor(OnnxModel.of(graph.bytes(), "graph of the analysis")));
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
