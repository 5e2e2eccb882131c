package io.tributary.cli.run;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.output.JsonOutput;
import io.tributary.cli.output.Table;
import io.tributary.core.compiler.Plan;
import io.tributary.server.view.PlanView;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Collection;

public final class PlanCommand extends Command {
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

  public PlanCommand() {
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
      case TABLE -> table(PlanView.of(plan), out);
      case MERMAID -> mermaid(plan, out);
      case JSON -> JsonOutput.print(out, PlanView.of(plan));
    }
    out.flush();
    return ExitCode.OK;
  }

  private static void table(PlanView plan, PrintWriter out) {
    var table = new Table("STAGE", "NODE", "INPUTS", "OUTPUTS", "RUNS");
    for (var step : plan.nodes()) {
      table.row(
          step.stage(),
          step.id(),
          list(step.inputs().values()),
          list(
              step.outputs().entrySet().stream()
                  .map(output -> output.getKey() + ": " + output.getValue())
                  .toList()),
          step.runs());
    }
    out.println("pipeline " + plan.pipeline() + ": " + plan.nodes().size() + " nodes");
    out.print(table);
  }

  private static String list(Collection<String> texts) {
    return texts.isEmpty() ? "-" : String.join(", ", texts);
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
}
