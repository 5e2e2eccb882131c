package io.tributary.components.transform;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.api.data.DataEngine;
import io.tributary.api.data.Dataset;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.transform.Analysis.Request;
import io.tributary.components.transform.Emission.Precision;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Predictor;
import io.tributary.serving.RowInputs;
import io.tributary.serving.Signature;
import io.tributary.serving.TensorSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds the constants of all analyzers of a definition: in one pass over the data those that stand
 * on raw columns, in one more those that stand on their results, and so on; in several passes over
 * some columns each where there are very many.
 */
final class Fitting {
  private final Program program;
  private final List<Phase> phases;
  private final Dataset data;
  private final DataEngine engine;

  Fitting(Definition definition, Dataset data, DataEngine engine) {
    this.program = definition.program();
    this.phases = Phase.of(definition);
    this.data = data;
    this.engine = engine;
  }

  /** How many passes {@link #fit()} takes. */
  int passes() {
    return phases.stream().mapToInt(phase -> phase.passes().size()).sum();
  }

  /** Finds all constants in passes over the rows. */
  Fitted fit() throws IOException {
    var fitted = Fitted.nothing(program);
    for (var phase : phases) {
      fitInPasses(phase, fitted);
    }
    return fitted;
  }

  private void fitInPasses(Phase phase, Fitted fitted) throws IOException {
    for (var requests : phase.passes()) {
      var statistics = gather(requests, fitted);
      for (int i = 0; i < requests.size(); i++) {
        phase.take(requests.get(i), statistics.get(i));
      }
    }
    phase.fit(fitted);
  }

  /** What is written of the first phase, and a line that says of which rows. */
  private List<String> lines(String rows) {
    var lines = new ArrayList<String>();
    lines.add(rows);
    first().forEach(phase -> lines.addAll(phase.described()));
    return lines;
  }

  /**
   * Gathers what the first phase needs, and writes it.
   *
   * @param rows which ones the data are
   */
  void keep(String rows, Path directory) throws IOException {
    GatheredFile.write(
        directory,
        lines(rows),
        sink -> {
          for (var phase : first()) {
            for (var requests : phase.passes()) {
              for (var statistic : gather(requests, Fitted.nothing(program))) {
                sink.take(statistic);
              }
            }
          }
        });
  }

  /**
   * Finds the constants of the first phase in what was kept of parts of the rows, which together
   * are all of them, and those of later phases in passes over the rows.
   *
   * @param rows as it was told to {@link #keep}
   */
  Fitted fit(String rows, List<Path> kept) throws IOException {
    var fitted = Fitted.nothing(program);
    try (var reader = GatheredFile.Reader.open(kept, lines(rows))) {
      for (var phase : first()) {
        for (var request : phase.requests()) {
          phase.take(request, reader.next(request));
        }
        phase.fit(fitted);
      }
    }
    for (var phase : later()) {
      fitInPasses(phase, fitted);
    }
    return fitted;
  }

  /** The phase that needs no other, if there is an analyzer at all. */
  private List<Phase> first() {
    return phases.subList(0, Math.min(1, phases.size()));
  }

  /** The phases that need what the first has found, and so the rows themselves. */
  List<Phase> later() {
    return phases.subList(Math.min(1, phases.size()), phases.size());
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
        var text = request.text().get();
        if (text.column().isEmpty()) {
          computed.add(text.source().origin());
        } else if (text.lists().isEmpty()) {
          var column = text.column().get().input();
          columns.put(column.name(), column);
        }
      }
    }
    plain.values().stream()
        .map(source -> source.raw().input())
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
}
