package io.tributary.cli.model;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.data.Dataset;
import io.tributary.cli.output.LoadProgress;
import io.tributary.components.card.ModelCard;
import io.tributary.components.card.ModelCard.Evaluated;
import io.tributary.components.evaluator.Confidence;
import io.tributary.components.evaluator.EvaluationResult;
import io.tributary.components.evaluator.Evaluator;
import io.tributary.components.evaluator.GraphEvaluation;
import io.tributary.core.RunHome;
import io.tributary.core.RunJars;
import io.tributary.core.RunRefusedException;
import io.tributary.core.compiler.StepLoader;
import io.tributary.core.launcher.RunContexts;
import io.tributary.data.Batches;
import io.tributary.data.LocalDataEngine;
import io.tributary.metadata.MetadataException;
import io.tributary.server.view.LineageView;
import io.tributary.server.view.StoredArtifacts;
import io.tributary.server.view.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.arrow.memory.RootAllocator;

/**
 * Asks two models about the rows that both were judged on, as the Evaluator of the second asks, so
 * that the differences between them are paired by rows.
 *
 * @param opened has models and rows
 * @param progress shows how far it is
 */
record PairedEvaluation(RunHome opened, LoadProgress progress) {
  private static final double LEVEL = 0.95;

  /** Of samples: the same models are compared by the same rows. */
  private static final long SEED = 0;

  /** Why there is none. */
  static final class Impossible extends Exception {
    private static final long serialVersionUID = 1L;

    Impossible(String why) {
      super(why);
    }
  }

  /**
   * An evaluation of the second model with the first as its baseline.
   *
   * @param most how many rows they are asked about at most; then, a random sample of them
   * @throws Impossible if they were not judged on the same rows, or can no longer be asked
   */
  EvaluationResult of(ModelCard first, ModelCard second, OptionalInt most) throws Impossible {
    var judged = evaluated(second);
    if (evaluated(first).examplesDigest().isEmpty()
        || !evaluated(first).examplesDigest().equals(judged.examplesDigest())) {
      throw new Impossible("they were not judged on the same examples");
    }
    try {
      return of(directory(first), directory(second), judged.artifact().orElseThrow(), most);
    } catch (ExecutionFailure
        | MetadataException
        | RunRefusedException
        | IllegalArgumentException
        | IOException e) {
      throw new Impossible(String.valueOf(e.getMessage()));
    }
  }

  private static Evaluated evaluated(ModelCard card) throws Impossible {
    return card.evaluation()
        .filter(evaluated -> evaluated.artifact().isPresent())
        .orElseThrow(() -> new Impossible(card.name() + " has no evaluation in the home"));
  }

  private Path directory(ModelCard card) throws Impossible {
    var origin =
        card.origin()
            .orElseThrow(() -> new Impossible(card.name() + " is no artifact of the home"));
    return path(origin.artifact());
  }

  private Path path(long artifact) {
    return opened
        .artifacts()
        .path(StoredArtifacts.find(opened.metadata().store(), artifact).getUri());
  }

  private EvaluationResult of(Path first, Path second, long evaluation, OptionalInt most)
      throws Impossible, IOException {
    if (Files.mismatch(first.resolve("label.onnx"), second.resolve("label.onnx")) >= 0) {
      throw new Impossible("they compute their labels differently");
    }
    var step =
        LineageView.of(opened.metadata().store(), evaluation, false, 2).executions().stream()
            .findFirst()
            .orElseThrow(() -> new Impossible("nothing is known of how the second was judged"));
    var evaluator = evaluator(step.id());
    var examples =
        step.artifacts().stream()
            .filter(used -> used.type().equals("Examples"))
            .findFirst()
            .orElseThrow(() -> new Impossible("nothing is known of the rows"));
    var how = evaluator.evaluation();
    var dataset = Dataset.of(opened.artifacts().path(examples.uri()), evaluator.splits());
    try (var allocator = new RootAllocator()) {
      var rows = progress.watch("asking both models", Batches.of(dataset, allocator));
      var asked =
          new GraphEvaluation(
              how.confidence().isPresent() ? how : how.withConfidence(Confidence.jackknife(LEVEL)),
              second,
              Optional.of(first));
      var engine = new LocalDataEngine(allocator, Runtime.getRuntime().availableProcessors());
      return most.isPresent()
          ? asked.ofSample(rows, most.getAsInt(), SEED, engine, allocator)
          : asked.of(rows, engine);
    } finally {
      progress.clear();
    }
  }

  /** The Evaluator of an execution, as its run has defined it. */
  private Evaluator evaluator(long execution) throws Impossible, IOException {
    var run =
        StoredRun.read(
            opened,
            RunContexts.runOf(opened.metadata().store(), execution)
                .orElseThrow(() -> new Impossible("no run has judged the second")));
    var classes =
        RunJars.classes(
            RunJars.recall(opened, run.run().id()), PairedEvaluation.class.getClassLoader());
    for (var state : run.nodes()) {
      if (state.executionId().orElse(-1) == execution) {
        for (var node : run.pipeline().getNodesList()) {
          if (node.getId().equals(state.nodeId())
              && new StepLoader(run.pipeline(), classes).load(node) instanceof Evaluator found) {
            return found;
          }
        }
      }
    }
    throw new Impossible("the second was judged by no Evaluator");
  }
}
