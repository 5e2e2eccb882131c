package io.tributary.cli.schedule;

import io.tributary.api.Explanation;
import io.tributary.api.PipelineDefinition;
import io.tributary.cli.command.UsageException;
import io.tributary.cli.command.VersionCommand;
import io.tributary.cli.home.Doctor;
import io.tributary.cli.home.Home;
import io.tributary.cli.run.Definitions;
import io.tributary.cli.run.PipelineOptions;
import io.tributary.core.RunRefusedException;
import io.tributary.core.RunRequest;
import io.tributary.server.rest.Program;
import io.tributary.server.view.FindingView;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** What the command line can do, for a server that is a part of it. */
final class ServerProgram implements Program {
  private final Home home;
  private final BooleanSupplier stopping;

  /**
   * @param stopping whether the server is about to end
   */
  ServerProgram(Home home, BooleanSupplier stopping) {
    this.home = home;
    this.stopping = stopping;
  }

  @Override
  public String version() {
    return VersionCommand.version();
  }

  @Override
  public List<PipelineView> pipelines() {
    return Definitions.in(List.of()).byName().entrySet().stream()
        .map(
            named ->
                new PipelineView(
                    named.getKey(), named.getValue().getName(), settings(named.getValue())))
        .toList();
  }

  private static Map<String, String> settings(Class<? extends PipelineDefinition> type) {
    var settings = new LinkedHashMap<String, String>();
    if (type.isRecord()) {
      Arrays.stream(type.getRecordComponents())
          .forEach(
              component -> settings.put(component.getName(), component.getType().getSimpleName()));
    }
    return settings;
  }

  @Override
  public RunRequest define(
      String pipeline, Map<String, String> settings, String span, String runId, List<Path> jars) {
    try {
      var compiled = PipelineOptions.compile(Definitions.in(jars), pipeline, settings);
      var parameters = SpanParameter.set(compiled.pipeline(), compiled.parameters(), span);
      var all = new LinkedHashMap<>(settings);
      all.putAll(parameters);
      return RunRequest.of(compiled.pipeline(), compiled.classes(), runId)
          .withParameters(parameters)
          .withCommand(PipelineOptions.command(pipeline, jars, all));
    } catch (UsageException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (IllegalStateException e) {
      if (!stopping.getAsBoolean()) {
        throw e;
      }
      // Definitions are guarded by shutdown hooks, which a process that ends takes no more.
      throw RunRefusedException.busy(
          new Explanation(
              "run '" + runId + "'", "this server is stopping", "one that goes on", "wait"));
    }
  }

  @Override
  public List<FindingView> examine(boolean thorough) {
    return new Doctor(home, thorough).examine();
  }
}
