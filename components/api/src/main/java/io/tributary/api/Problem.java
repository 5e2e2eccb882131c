package io.tributary.api;

import static java.util.Objects.requireNonNull;

/** One mistake in the definition of a pipeline. */
public record Problem(Code code, Explanation explanation) {

  /** Stable names of definition problems. */
  public enum Code {
    PIPELINE_NAME,
    EMPTY_PIPELINE,
    NODE_ID,
    DUPLICATE_NODE_ID,
    NODE_OPTIONS,
    COMPONENT_CLASS,
    OUTPUTS_CLASS,
    INPUT_TYPE,
    MISSING_INPUT,
    FOREIGN_CHANNEL,
    PARAMETER_TYPE,
    PARAMETER_VALUE,
    USER_CODE,
    RUNTIME_PARAMETER,
    CONDITION,
    EXIT_HANDLER,
    SUB_PIPELINE,
    UPSTREAM_OF_EXIT_HANDLER
  }

  public Problem {
    requireNonNull(code, "code");
    requireNonNull(explanation, "explanation");
  }

  @Override
  public String toString() {
    return code + "  " + explanation;
  }
}
