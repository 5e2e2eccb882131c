package io.tributary.server.view;

import io.tributary.core.compiler.Plan;
import io.tributary.proto.pipeline.Input;
import io.tributary.proto.pipeline.Node;
import io.tributary.server.json.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run of a pipeline would do: its nodes, in the order in which they can run. */
public record PlanView(String pipeline, List<Step> nodes) {

  /** A node. */
  public record Step(
      String id,
      @Field("nodes of one stage do not wait for each other") int stage,
      String component,
      List<String> upstream,
      @Field("by name, the node and the output that each comes from") Map<String, String> inputs,
      @Field("by name, the type of each") Map<String, String> outputs,
      @Field("when it runs, in words") String runs) {}

  public static PlanView of(Plan plan) {
    return new PlanView(plan.pipeline(), plan.steps().stream().map(PlanView::step).toList());
  }

  private static Step step(Plan.Step step) {
    var node = step.node();
    var inputs = new LinkedHashMap<String, String>();
    node.getInputsList().stream()
        .filter(Input::hasChannel)
        .forEach(input -> inputs.put(input.getName(), source(input)));
    var outputs = new LinkedHashMap<String, String>();
    node.getOutputsList()
        .forEach(output -> outputs.put(output.getName(), output.getType().getName()));
    return new Step(
        node.getId(),
        step.stage(),
        node.getComponent(),
        List.copyOf(node.getUpstreamList()),
        inputs,
        outputs,
        runs(node));
  }

  private static String source(Input input) {
    return input.getChannel().getNode() + "." + input.getChannel().getOutput();
  }

  private static String runs(Node node) {
    if (node.getTrigger() == Node.Trigger.ALL_UPSTREAM_ENDED) {
      return "at the end, whatever happened";
    } else if (node.getConditionsCount() > 0) {
      return "if its condition holds";
    } else if (node.getKind() == Node.Kind.RESOLVER) {
      return "always";
    }
    return node.getOptions().getCacheDisabled() ? "always" : "unless cached";
  }
}
