package io.tributary.cli.home;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.output.JsonOutput;
import io.tributary.server.view.LineageView;
import java.io.IOException;

public final class LineageCommand extends Command {
  private final Home home;
  private final Given<Long> artifactId =
      parameter(0, "ARTIFACT", Long.class, "Id of the artifact; see: tributary artifacts.");
  private final Given<Boolean> downstream =
      flag("--downstream", "Follow the artifact to what was made from it.");
  private final Given<Boolean> json = flag("--json", "Print JSON.");

  public LineageCommand(Home home) {
    super(
        "lineage",
        "Shows what an artifact was made from, back to the raw data; with --downstream, what was made from it.");
    this.home = home;
    footer("", "For example:", "  tributary lineage 7", "  tributary lineage 1 --downstream");
  }

  @Override
  public Integer call() throws IOException {
    try (var opened = home.openExisting()) {
      var root =
          LineageView.of(
              opened.metadata().store(), artifactId.value(), downstream.value(), Integer.MAX_VALUE);
      if (json.value()) {
        JsonOutput.print(out(), root);
      } else {
        var text = new StringBuilder();
        render(root, "", text);
        out().print(text);
        out().flush();
      }
      return ExitCode.OK;
    }
  }

  private static void render(LineageView artifact, String indent, StringBuilder text) {
    text.append(indent)
        .append(artifact.type())
        .append(' ')
        .append(artifact.id())
        .append("  ")
        .append(
            Artifacts.shortDigest(
                String.valueOf(artifact.customProperties().getOrDefault("content_digest", ""))))
        .append("  ")
        .append(artifact.uri())
        .append('\n');
    for (var step : artifact.executions()) {
      text.append(indent)
          .append("  ")
          .append(simpleName(step.type()))
          .append(" (execution ")
          .append(step.id())
          .append(", ")
          .append(step.state())
          .append(")\n");
      step.rawData()
          .ifPresent(
              raw ->
                  text.append(indent)
                      .append("    raw data  ")
                      .append(Artifacts.shortDigest(raw.digest()))
                      .append("  ")
                      .append(raw.path())
                      .append('\n'));
      step.artifacts().forEach(next -> render(next, indent + "    ", text));
    }
  }

  private static String simpleName(String type) {
    return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
  }
}
