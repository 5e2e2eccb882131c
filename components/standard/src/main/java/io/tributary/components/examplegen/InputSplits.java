package io.tributary.components.examplegen;

import io.tributary.data.split.Sampling;
import io.tributary.data.split.SplitConfig;
import io.tributary.data.split.Splits;
import java.util.List;
import java.util.Optional;

/** What inputs and outputs of an ExampleGen have to agree on. */
final class InputSplits {
  private InputSplits() {}

  /** The inputs; the input itself if none is said. */
  static List<InputSplit> orWhole(List<InputSplit> inputs) {
    return inputs.isEmpty() ? List.of(new InputSplit("files", "")) : inputs;
  }

  static void check(
      List<InputSplit> inputs,
      Optional<Splits> splits,
      Sampling sampling,
      Optional<SpanSelection> spans) {
    if (inputs.size() > 1 && splits.isPresent()) {
      throw new IllegalArgumentException(
          "splits: "
              + splits.get().names()
              + " of several inputs (expected: none, since inputs become splits as they are); leave them out, or read one"
              + " input");
    }
    var outputs = outputs(inputs, splits);
    var unknown =
        sampling.splits().keySet().stream().filter(split -> !outputs.contains(split)).toList();
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "sampling > splits: " + unknown + " (expected: of " + outputs + "); correct the names");
    }
    for (var input : inputs) {
      if (input.hasSpans() != spans.isPresent()) {
        throw new IllegalArgumentException(
            "input '"
                + input.name()
                + "' > pattern: '"
                + input.pattern()
                + (spans.isPresent()
                    ? "' without a span (expected: {SPAN}, or {YYYY}, {MM} and {DD}, as in the others); say where the span stands"
                    : "' with spans (expected: none, as in the others); say where the span stands in all of them"));
      }
    }
    if (inputs.isEmpty() && spans.isPresent()) {
      throw new IllegalArgumentException(
          "spans: of no pattern (expected: a pattern that says where the span stands); call withSpans first");
    }
  }

  /** Names of the splits that come out. */
  private static List<String> outputs(List<InputSplit> inputs, Optional<Splits> splits) {
    if (inputs.size() > 1) {
      var as = asGiven(inputs.get(0).name());
      var names = inputs.stream().map(InputSplit::name).toList();
      for (var name : names.subList(1, names.size())) {
        as = as.and(name, 1);
      }
      return as.names();
    }
    return splits.orElseGet(SplitConfig::trainAndEval).names();
  }

  /** A single split. */
  static SplitConfig asGiven(String name) {
    return SplitConfig.of(name, 1);
  }
}
