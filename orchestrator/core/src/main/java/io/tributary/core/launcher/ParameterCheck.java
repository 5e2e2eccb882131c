package io.tributary.core.launcher;

import io.tributary.api.PipelineDefinitionException;
import io.tributary.core.compiler.StepLoader;
import io.tributary.proto.pipeline.Pipeline;
import java.util.Map;

/** Looks at the values that later runs of a pipeline will be given, before there is any. */
public final class ParameterCheck {
  private ParameterCheck() {}

  /**
   * Checks that a run could be started with these values.
   *
   * @param classes has the classes of the pipeline
   * @throws PipelineDefinitionException if one is missing, unknown or cannot be read; with all
   *     problems
   */
  public static void require(Pipeline pipeline, ClassLoader classes, Map<String, String> values) {
    var unused = new RunValues(pipeline, new StepLoader(pipeline, classes), values);
  }
}
