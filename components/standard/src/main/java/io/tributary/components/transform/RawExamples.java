package io.tributary.components.transform;

import io.tributary.api.Channel;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.api.InputArtifact;
import io.tributary.api.Run;
import io.tributary.api.artifact.Examples;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.serving.RowInputs;
import io.tributary.serving.Signature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * The raw rows of a window of spans.
 *
 * @param spans the examples of each, in their order; one where there are no spans
 */
record RawExamples(List<InputArtifact<Examples>> spans) {
  RawExamples {
    spans = List.copyOf(spans);
  }

  /** Those that a component is given: of earlier spans, if any, and of the newest. */
  static RawExamples of(Run<?> run, Optional<Channel<Examples>> earlier, Channel<Examples> newest) {
    var spans = new ArrayList<InputArtifact<Examples>>();
    earlier.ifPresent(channel -> spans.addAll(run.inputs(channel)));
    spans.add(run.input(newest));
    return new RawExamples(spans);
  }

  /** The splits of the newest span. */
  List<String> splits() {
    return spans.get(spans.size() - 1).splits();
  }

  /** The rows of some splits, span after span. */
  Dataset rows(List<String> splits) {
    var parts = new ArrayList<Path>();
    spans.forEach(span -> parts.addAll(Dataset.of(span.path(), splits).parts()));
    return new Dataset(parts);
  }

  /**
   * Holds the names of splits against those that there are.
   *
   * @param node what the message calls who named them
   */
  void requireSplits(String node, List<String> analyzed) {
    for (var span : spans) {
      if (!Set.copyOf(span.splits()).equals(Set.copyOf(splits()))) {
        throw new ExecutionFailure(
            ExecutionFailure.Code.INVALID_ARGUMENT,
            new Explanation(
                node + " > examples " + span.path(),
                "splits " + span.splits(),
                "those of the newest span, " + splits(),
                "divide all spans in the same way"));
      }
    }
    var unknown = new TreeSet<>(analyzed);
    unknown.removeAll(Set.copyOf(splits()));
    if (!unknown.isEmpty()) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_ARGUMENT,
          new Explanation(
              node + " > analyzedSplits",
              String.join(", ", unknown),
              "splits of the examples: " + String.join(", ", splits()),
              "name other splits with withAnalyzedSplits"));
    }
  }

  /** Holds the columns of some splits against what a definition reads, before any pass. */
  void requireColumns(List<String> splits, Definition definition, BufferAllocator allocator)
      throws IOException {
    for (var span : spans) {
      for (var split : splits) {
        requireColumns(Dataset.of(span.path(), List.of(split)), split, definition, allocator);
      }
    }
  }

  private static void requireColumns(
      Dataset rows, String split, Definition definition, BufferAllocator allocator)
      throws IOException {
    var inputs = Definition.rawColumns(definition.program(), definition.roots());
    var signature = new Signature(inputs.stream().map(Raw::input).toList(), List.of());
    try (var reader = new ExamplesReader(rows, allocator);
        var none = VectorSchemaRoot.create(reader.schema(), allocator)) {
      var problem = new RowInputs(signature).problem(reader.schema());
      if (problem.isPresent()) {
        throw new IllegalArgumentException(problem.get());
      }
      requireUnits(split, definition, none);
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

  /** Holds the units in which columns of time stamps count against what the definition says. */
  private static void requireUnits(String split, Definition definition, VectorSchemaRoot columns) {
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
}
