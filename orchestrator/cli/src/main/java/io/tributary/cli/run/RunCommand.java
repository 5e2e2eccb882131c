package io.tributary.cli.run;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.Given;
import io.tributary.cli.home.Home;
import io.tributary.core.RunJars;
import io.tributary.core.RunRequest;
import java.io.IOException;

public final class RunCommand extends Command {
  private final Home home;
  private final PipelineOptions pipeline = new PipelineOptions(this);
  private final RunOptions options = new RunOptions(this);
  private final Given<String> runId =
      option("--run-id", "ID", String.class, "Id of the new run (default: the time of its start).");
  private final StartOptions start = new StartOptions(this);

  public RunCommand(Home home) {
    super(
        "run",
        "Runs a pipeline. Nodes whose inputs, parameters and code are those of an earlier run are not run again; independent nodes run side by side.");
    this.home = home;
    footer(
        "",
        "Ctrl-C stops a run cleanly; tributary resume goes on with it, also after a crash.",
        "Examples:",
        "  tributary run chicago-taxi",
        "  tributary run chicago-taxi --set data=trips.csv --no-cache",
        "  tributary run chicago-taxi --push triton://localhost:8001 --repository /models",
        "  tributary run --jar my.jar com.example.MyPipeline --set name=value");
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    start.check();
    var compiled = pipeline.compile();
    try (var opened = home.open()) {
      var id = runId.find().orElseGet(() -> RunRequest.newId(opened.clock()));
      try (var kept = RunJars.keep(opened, id, pipeline.jars())) {
        // What is executed is what was compiled, though a build may have changed the jars since.
        var own = kept.paths().isEmpty() ? compiled : pipeline.compile(kept.paths());
        var request = start.request(own, id, kept).withCommand(pipeline.command());
        return options.execute(request, opened, kept);
      }
    }
  }
}
