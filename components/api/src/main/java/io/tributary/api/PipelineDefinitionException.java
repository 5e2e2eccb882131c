package io.tributary.api;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A pipeline is defined wrongly. Carries every problem that could be found, in the order of
 * definition.
 */
public final class PipelineDefinitionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public PipelineDefinitionException(String pipeline, List<Problem> problems) {
    super(
        problems.stream()
            .map(Problem::toString)
            .collect(
                Collectors.joining(
                    "\n  ",
                    "pipeline '"
                        + pipeline
                        + "' has "
                        + problems.size()
                        + (problems.size() == 1 ? " problem:\n  " : " problems:\n  "),
                    "")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
