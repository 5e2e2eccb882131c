package io.tributary.components.transform;

import static java.util.Objects.requireNonNull;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.components.transform.Analysis.Request;
import io.tributary.components.transform.Expression.Analyzer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Analyzers that can be fitted together: as many others stand one on another below each of them.
 * Not thread-safe.
 */
final class Phase {
  /** Statistics in memory: half a gigabyte if each has seen 100,000 different numbers. */
  private static final int MOST_IN_PASS = 128;

  private final Program program;

  /** Positions of the analyzers, by what they need. */
  private final Map<Gathering, List<Integer>> analyzers;

  private final List<List<Request>> passes;
  private final Map<Integer, List<Fit>> fits = new TreeMap<>();

  private Phase(Program program, Map<Gathering, List<Integer>> analyzers) {
    this.program = program;
    this.analyzers = analyzers;
    this.passes = List.copyOf(inPasses());
  }

  /** The phases of a definition, in their order: the first stands on raw columns alone. */
  static List<Phase> of(Definition definition) {
    var program = definition.program();
    var byDepth = new TreeMap<Integer, Map<Gathering, List<Integer>>>();
    for (int position : program.needed(definition.roots())) {
      if (program.at(position) instanceof Analyzer analyzer) {
        byDepth
            .computeIfAbsent(program.depth(position), depth -> new LinkedHashMap<>())
            .computeIfAbsent(analyzer.gathering(), gathering -> new ArrayList<>())
            .add(position);
      }
    }
    return byDepth.values().stream().map(analyzers -> new Phase(program, analyzers)).toList();
  }

  /** What is to be gathered, pass by pass. */
  List<Request> requests() {
    return passes.stream().flatMap(List::stream).toList();
  }

  /**
   * What each pass is to gather: all in one, unless too much would be in memory at a time. A pass
   * reads no other columns than its own.
   */
  List<List<Request>> passes() {
    return passes;
  }

  private List<List<Request>> inPasses() {
    var inPasses = new ArrayList<List<Request>>();
    int parts = analyzers.keySet().stream().mapToInt(Gathering::parts).max().orElse(0);
    for (int part = 0; part < parts; part++) {
      var requests = requests(part);
      for (int from = 0; from < requests.size(); from += MOST_IN_PASS) {
        inPasses.add(requests.subList(from, Math.min(requests.size(), from + MOST_IN_PASS)));
      }
    }
    return inPasses;
  }

  /** Of all gatherings that have such a part, the requests for it. */
  private List<Request> requests(int part) {
    return analyzers.keySet().stream()
        .filter(gathering -> gathering.parts() > part)
        .map(gathering -> request(gathering, part))
        .toList();
  }

  private Request request(Gathering gathering, int part) {
    var columns = new LinkedHashSet<String>();
    for (var raw : Definition.rawColumns(program, gathering.operands())) {
      columns.add("'" + raw.column() + "'");
    }
    return new Request(
        gathering,
        "column " + String.join(" with ", columns),
        gathering.textOrKey().map(position -> text(TextSource.of(program, position))),
        part);
  }

  private Analysis.Text text(TextSource source) {
    return new Analysis.Text(
        source,
        program.at(source.origin()) instanceof Raw raw && raw.kind() != Raw.Kind.INTEGER
            ? Optional.of(raw)
            : Optional.empty());
  }

  /** Takes what was gathered for a request. */
  void take(Request request, Statistic gathered) {
    for (int position : requireNonNull(analyzers.get(request.gathering()))) {
      var fit = ((Analyzer) program.at(position)).fit(gathered);
      fits.computeIfAbsent(position, none -> new ArrayList<>()).add(fit);
    }
  }

  /**
   * Finds the constants that follow from what was gathered for all requests.
   *
   * @throws ExecutionFailure INVALID_DATA naming all analyzers that need a number and saw none
   */
  void fit(Fitted fitted) {
    var ofNothing = new ArrayList<String>();
    fits.forEach(
        (position, parts) -> {
          var fit = ((Analyzer) program.at(position)).join(parts);
          if (fit.isOfNothing()) {
            ofNothing.add(program.source(position));
          }
          fitted.fits().put(position, fit);
        });
    if (!ofNothing.isEmpty()) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_DATA,
          new Explanation(
              String.join(", ", ofNothing),
              "no number in any analyzed row",
              "at least one",
              "call fillMissing(value) before, leave it out, or analyze other splits"));
    }
  }

  /** What is gathered, and of what, a line for each request: the same for equal expressions. */
  List<String> described() {
    return analyzers.keySet().stream().map(gathering -> gathering.describe(program)).toList();
  }

  /** What its authors wrote for all analyzers. */
  List<String> sources() {
    return analyzers.values().stream().flatMap(List::stream).map(program::source).toList();
  }
}
