package io.tributary.server.rest;

import io.tributary.api.PipelineDefinitionException;
import io.tributary.core.RunRequest;
import io.tributary.core.compiler.Plan;
import io.tributary.core.launcher.ParameterCheck;
import io.tributary.server.json.Shape;
import io.tributary.server.view.PlanView;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pipelines that can be started. */
final class PipelineRoutes {
  private final Served served;

  PipelineRoutes(Served served) {
    this.served = served;
  }

  List<Route> routes() {
    return List.of(
        Route.of(
                Method.GET,
                "/pipelines",
                "listPipelines",
                "The pipelines that can be started by a name, by name.",
                this::list)
            .taking(Parameter.LIMIT, Parameter.AFTER)
            .answeringPages(Program.PipelineView.class),
        Route.of(
                Method.GET,
                "/pipelines/{pipeline}/plan",
                "planPipeline",
                "What a run of a pipeline would do.",
                this::plan)
            .taking(
                Parameter.path("pipeline", Routes.PIPELINE, "its name, or its class"),
                Parameter.query(
                    "set",
                    new Shape.ListOf(
                        new Shape.Text("^[^=\\u0000]{1,200}=[^\\u0000]{0,10000}$"), 200),
                    "a setting, as name=value"))
            .refusing(422)
            .answering(200, Shape.of(PlanView.class)));
  }

  private Answer list(Call call) {
    return Answer.page(served.program().pipelines(), call, Program.PipelineView::name);
  }

  private Answer plan(Call call) {
    var settings = new LinkedHashMap<String, String>();
    for (var text : call.find("set", List.class).orElse(List.of())) {
      var parts = String.valueOf(text).split("=", 2);
      settings.put(parts[0], parts[1]);
    }
    var request = define(served, call.text("pipeline"), settings, "", "plan", List.of());
    return Answer.ok(PlanView.of(Plan.of(request.pipeline())));
  }

  /**
   * A new run of a pipeline.
   *
   * @throws Refusal if there is no such pipeline, or its settings are wrong
   */
  static RunRequest define(
      Served served,
      String pipeline,
      Map<String, String> settings,
      String span,
      String runId,
      List<Path> jars) {
    try {
      return served.program().define(pipeline, settings, span, runId, jars);
    } catch (PipelineDefinitionException e) {
      throw Problem.of(e);
    } catch (IllegalArgumentException e) {
      throw Refusal.of(422, List.of(Problem.explanation(String.valueOf(e.getMessage()))));
    }
  }

  /**
   * Makes sure that later runs of a pipeline can be started with these settings.
   *
   * @throws Refusal if there is no such pipeline, or its settings are wrong or too few
   */
  static void requireRunnable(
      Served served, String pipeline, Map<String, String> settings, String span, List<Path> jars) {
    var run = define(served, pipeline, settings, span, "later", jars);
    try {
      ParameterCheck.require(run.pipeline(), run.classLoader(), run.parameters());
    } catch (PipelineDefinitionException e) {
      throw Problem.of(e);
    }
  }
}
