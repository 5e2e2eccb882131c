package io.tributary.core.compiler;

import io.tributary.proto.pipeline.Node;
import io.tributary.proto.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * The nodes of a pipeline in the order in which they can run.
 *
 * @param pipeline the pipeline's name
 * @param steps in topological order
 */
public record Plan(String pipeline, List<Step> steps) {

  /**
   * A node in the plan.
   *
   * @param stage 1 for nodes without upstream; nodes of one stage do not wait for each other
   */
  public record Step(int stage, Node node) {}

  public Plan {
    steps = List.copyOf(steps);
  }

  /** Lays out a compiled pipeline. */
  public static Plan of(Pipeline pipeline) {
    var stages = new HashMap<String, Integer>();
    var steps = new ArrayList<Step>();
    int last = 0;
    for (var node : pipeline.getNodesList()) {
      int stage = 1;
      for (var upstream : node.getUpstreamList()) {
        stage = Math.max(stage, stages.getOrDefault(upstream, 0) + 1);
      }
      if (node.getTrigger() == Node.Trigger.ALL_UPSTREAM_ENDED) {
        stage = Math.max(stage, last + 1);
      } else {
        last = Math.max(last, stage);
      }
      stages.put(node.getId(), stage);
      steps.add(new Step(stage, node));
    }
    return new Plan(pipeline.getId(), steps);
  }
}
