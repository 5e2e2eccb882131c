package io.tributary.components.transform;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.components.transform.Features.Mistake;
import io.tributary.components.transform.Features.Output;
import io.tributary.components.transform.Features.Target;
import io.tributary.components.transform.Features.Weight;
import io.tributary.components.transform.FittedTransform.Kind;
import io.tributary.components.transform.FittedTransform.LabelKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** A preprocessing without mistakes. */
record Definition(
    Program program, List<Output> outputs, List<Target> labels, Optional<Weight> weight) {
  private static final int LONGEST_NAME = 100;

  /**
   * Lets {@code preprocessing} describe its columns, and checks the description.
   *
   * @throws ExecutionFailure INVALID_ARGUMENT with everything that is wrong
   */
  static Definition of(Preprocessing preprocessing, RawColumns raw) {
    var features = new Features(raw);
    preprocessing.define(features);
    var problems = new Check(features, raw).problems();
    if (!problems.isEmpty()) {
      throw failure(preprocessing.getClass(), List.copyOf(problems));
    }
    return new Definition(
        features.program(),
        List.copyOf(features.outputs()),
        List.copyOf(features.labels()),
        features.weights().stream().findFirst());
  }

  private static ExecutionFailure failure(Class<?> type, List<Explanation> problems) {
    var where = "preprocessing " + type.getSimpleName();
    if (problems.size() == 1) {
      var only = problems.get(0);
      return new ExecutionFailure(
          ExecutionFailure.Code.INVALID_ARGUMENT,
          new Explanation(
              where + " > " + only.where(), only.value(), only.expected(), only.remedy()));
    }
    var all = new StringBuilder(problems.size() + " problems");
    problems.forEach(problem -> all.append("\n  ").append(problem));
    return new ExecutionFailure(
        ExecutionFailure.Code.INVALID_ARGUMENT,
        new Explanation(where, all + "\n ", "none", "correct all of them"));
  }

  /** Positions of everything that is to be computed. */
  List<Integer> roots() {
    var roots = new ArrayList<Integer>();
    outputs.forEach(output -> roots.add(output.position()));
    roots.addAll(targets());
    return roots;
  }

  /** Positions of the labels and the weight. */
  List<Integer> targets() {
    var targets = new ArrayList<Integer>();
    labels.forEach(target -> targets.add(target.position()));
    weight.ifPresent(known -> targets.add(known.position()));
    return targets;
  }

  /** The raw columns that the expressions at {@code roots} are made of, or were fitted on. */
  static List<Raw> rawColumns(Program program, List<Integer> roots) {
    return rawColumns(program, program.needed(roots));
  }

  /** The raw columns among the expressions at {@code positions}. */
  static List<Raw> rawColumns(Program program, SortedSet<Integer> positions) {
    var columns = new ArrayList<Raw>();
    for (int position : positions) {
      if (program.at(position) instanceof Raw raw) {
        columns.add(raw);
      }
    }
    return columns;
  }

  /** Collects what is wrong. */
  private static final class Check {
    private final Features features;
    private final RawColumns raw;
    private final Program program;

    /** What models that are trained for the labels call their outputs. */
    private final List<String> modelOutputs;

    private final Set<Explanation> problems = new LinkedHashSet<>();

    Check(Features features, RawColumns raw) {
      this.features = features;
      this.raw = raw;
      this.program = features.program();
      modelOutputs = Task.ofKinds(features.labels().stream().map(Target::kind).toList()).outputs();
    }

    Set<Explanation> problems() {
      if (features.outputs().isEmpty()) {
        add("features", "none", "at least one output", "call f.output(name, column)");
      }
      var reported = new HashSet<Mistake>();
      for (var output : features.outputs()) {
        mistakes("feature '" + output.name() + "'", output.position(), reported);
      }
      for (var label : features.labels()) {
        mistakes("label '" + label.name() + "'", label.position(), reported);
      }
      for (var weight : features.weights()) {
        mistakes("weight '" + weight.name() + "'", weight.position(), reported);
      }
      for (var mistake : features.mistakes()) {
        if (reported.add(mistake)) {
          problems.add(mistake.explanation());
        }
      }
      names();
      labels();
      weights();
      columns();
      return problems;
    }

    private void add(String where, String value, String expected, String remedy) {
      problems.add(new Explanation(where, value, expected, remedy));
    }

    private void mistakes(String user, int position, Set<Mistake> reported) {
      var needed = program.needed(List.of(position));
      for (var mistake : features.mistakes()) {
        if (needed.contains(mistake.position())) {
          reported.add(mistake);
          var what = mistake.explanation();
          add(user + " > " + what.where(), what.value(), what.expected(), what.remedy());
        }
      }
    }

    private void names() {
      var taken = new HashSet<String>();
      for (var output : features.outputs()) {
        var where = "feature '" + output.name() + "'";
        name(where, output.name(), taken);
        if (modelOutputs.contains(output.name())) {
          add(where, "the name of a model's output", "a name of its own", "rename the feature");
        }
      }
      for (var label : features.labels()) {
        name("label '" + label.name() + "'", label.name(), taken);
      }
      for (var weight : features.weights()) {
        name("weight '" + weight.name() + "'", weight.name(), taken);
      }
    }

    private void name(String where, String name, Set<String> taken) {
      if (!isName(name)) {
        add(
            where,
            "not a name",
            "a letter or '_', then at most 99 letters, digits, '_' or '-'",
            "choose another name");
      }
      if (!taken.add(name)) {
        add(where, "defined twice", "each name once", "choose another name for one of the two");
      }
    }

    private void labels() {
      var labels = features.labels();
      for (var label : labels) {
        if (labels.size() > 1 && label.kind() != LabelKind.BOOLEAN) {
          add(
              "label '" + label.name() + "'",
              "one of " + labels.size() + " labels",
              "the only label, or a truth value like the others",
              "keep one label, or define all of them as comparisons");
        }
      }
    }

    private void weights() {
      var weights = features.weights();
      for (var weight : weights) {
        if (weights.size() > 1 || features.labels().isEmpty()) {
          add(
              "weight '" + weight.name() + "'",
              weights.size() > 1 ? "one of " + weights.size() + " weights" : "without a label",
              "one weight, beside a label",
              "multiply the weights, define a label, or leave the weight out");
        }
        constant("weight '" + weight.name() + "'", weight.position());
      }
    }

    private static boolean isName(String name) {
      if (name.isEmpty() || name.length() > LONGEST_NAME) {
        return false;
      }
      for (int i = 0; i < name.length(); i++) {
        char c = name.charAt(i);
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        boolean further = (c >= '0' && c <= '9') || c == '-';
        if (!letter && (i == 0 || !further)) {
          return false;
        }
      }
      return true;
    }

    private void columns() {
      var labelColumns = new TreeSet<String>();
      for (var label : features.labels()) {
        constant("label '" + label.name() + "'", label.position());
        var columns = rawColumns(program, List.of(label.position()));
        if (columns.size() == 1) {
          labelColumns.add(columns.get(0).column());
        }
      }
      var inputs = new TreeSet<String>();
      for (var output : features.outputs()) {
        var where = "feature '" + output.name() + "'";
        for (var column : rawColumns(program, program.informing(List.of(output.position())))) {
          column(where + " > column '" + column.column() + "'", column.column(), labelColumns);
          inputs.add(column.column());
        }
        constant(where, output.position());
        if (output.kind() == Kind.NUMBER && program.mayBeMissing(output.position())) {
          add(
              where,
              "may be missing",
              "a number in every row",
              "call fillMissing(value) before or after the other operations");
        }
      }
      for (var output : features.outputs()) {
        if (inputs.contains(output.name())) {
          add(
              "feature '" + output.name() + "'",
              "the name of a raw column that features use",
              "a name of its own",
              "rename the feature");
        }
      }
    }

    private void constant(String where, int position) {
      if (program.isConstant(position)) {
        add(
            where,
            "the same in all rows",
            "something of the row",
            "combine it with a column of the row, or leave it out");
      }
    }

    private void column(String where, String column, Set<String> labelColumns) {
      if (raw.isUnknownWhenServing(column)) {
        add(
            where,
            "not in the schema's environment SERVING",
            "a column that requests have",
            "leave the column to the label, or correct the schema");
      } else if (labelColumns.contains(column)) {
        add(
            where,
            "the column that the label is made of",
            "columns that are known before the label",
            "leave the column to the label");
      }
      if (modelOutputs.contains(column)) {
        add(where, "the name of a model's output", "another name", "rename the column upstream");
      }
    }
  }
}
