package io.tributary.cli;

import io.tributary.core.compiler.Plan;
import io.tributary.proto.pipeline.Input;
import io.tributary.proto.pipeline.Node;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class PlanCommand extends Command {
  /** How a plan is printed. */
  enum Format {
    TABLE,
    MERMAID,
    JSON
  }

  private final PipelineOptions options = new PipelineOptions(this);
  private final Given<Format> format =
      option(
          "--format",
          "FORMAT",
          Format.class,
          "table",
          "table, mermaid or json (default: ${DEFAULT-VALUE}).");
  private final Given<Boolean> json = flag("--json", "The same as --format json.");

  PlanCommand() {
    super(
        "plan",
        "Shows what a run would do, without running anything: the nodes, in the order in which they can run, and what connects them.");
    footer("", "A picture:", "  tributary plan chicago-taxi --format mermaid");
  }

  @Override
  public Integer call() throws IOException {
    var plan = Plan.of(options.compile().pipeline());
    var out = out();
    switch (json.value() ? Format.JSON : format.value()) {
      case TABLE -> table(plan, out);
      case MERMAID -> mermaid(plan, out);
      case JSON -> JsonOutput.print(out, json(plan));
    }
    out.flush();
    return ExitCode.OK;
  }

  private static void table(Plan plan, PrintWriter out) {
    var table = new Table("STAGE", "NODE", "INPUTS", "OUTPUTS", "RUNS");
    for (var step : plan.steps()) {
      table.row(
          step.stage(),
          step.node().getId(),
          inputs(step.node()),
          outputs(step.node()),
          runs(step.node()));
    }
    out.println("pipeline " + plan.pipeline() + ": " + plan.steps().size() + " nodes");
    out.print(table);
  }

  private static String inputs(Node node) {
    var wired =
        node.getInputsList().stream()
            .filter(Input::hasChannel)
            .map(input -> source(input))
            .toList();
    return wired.isEmpty() ? "-" : String.join(", ", wired);
  }

  private static String source(Input input) {
    return input.getChannel().getNode() + "." + input.getChannel().getOutput();
  }

  private static String outputs(Node node) {
    var made =
        node.getOutputsList().stream()
            .map(output -> output.getName() + ": " + output.getType().getName())
            .toList();
    return made.isEmpty() ? "-" : String.join(", ", made);
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

  private static void mermaid(Plan plan, PrintWriter out) {
    out.println("flowchart LR");
    for (var step : plan.steps()) {
      out.println("  " + key(step.node().getId()) + "[\"" + step.node().getId() + "\"]");
    }
    for (var step : plan.steps()) {
      for (var input : step.node().getInputsList()) {
        if (input.hasChannel()) {
          out.println(
              "  "
                  + key(input.getChannel().getNode())
                  + " -->|"
                  + input.getChannel().getOutput()
                  + "| "
                  + key(step.node().getId()));
        }
      }
      var wired =
          step.node().getInputsList().stream().map(input -> input.getChannel().getNode()).toList();
      for (var upstream : step.node().getUpstreamList()) {
        if (!wired.contains(upstream)) {
          out.println("  " + key(upstream) + " -.->|condition| " + key(step.node().getId()));
        }
      }
    }
  }

  /** Mermaid takes no dots and dashes in identifiers. */
  private static String key(String node) {
    return node.replace("_", "__").replace('.', '_').replace('-', '_');
  }

  private static Map<String, Object> json(Plan plan) {
    var nodes = plan.steps().stream().map(PlanCommand::json).toList();
    var root = new LinkedHashMap<String, Object>();
    root.put("pipeline", plan.pipeline());
    root.put("nodes", nodes);
    return root;
  }

  private static Map<String, Object> json(Plan.Step step) {
    var node = new LinkedHashMap<String, Object>();
    node.put("id", step.node().getId());
    node.put("stage", step.stage());
    node.put("component", step.node().getComponent());
    node.put("upstream", List.copyOf(step.node().getUpstreamList()));
    var inputs = new LinkedHashMap<String, Object>();
    step.node().getInputsList().stream()
        .filter(Input::hasChannel)
        .forEach(input -> inputs.put(input.getName(), source(input)));
    node.put("inputs", inputs);
    var outputs = new LinkedHashMap<String, Object>();
    step.node()
        .getOutputsList()
        .forEach(output -> outputs.put(output.getName(), output.getType().getName()));
    node.put("outputs", outputs);
    node.put("runs", runs(step.node()));
    return node;
  }
}
