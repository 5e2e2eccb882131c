package io.tributary.core.launcher;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.api.Run;
import io.tributary.api.data.DataEngine;
import io.tributary.core.RunRequest;
import java.util.ServiceLoader;

/** Gives a node the engine of its full passes. A runner may have one of its own. */
public interface Engines {

  /** The engine on the class path of the run. */
  Engines ON_CLASS_PATH =
      (run, request) ->
          ServiceLoader.load(DataEngine.Provider.class, request.classLoader())
              .findFirst()
              .orElseThrow(
                  () ->
                      new ExecutionFailure(
                          ExecutionFailure.Code.FAILED_PRECONDITION,
                          new Explanation(
                              "pipeline '"
                                  + request.pipeline().getId()
                                  + "' > node '"
                                  + run.nodeId()
                                  + "' > data engine",
                              "none on the class path",
                              "a provider of " + DataEngine.class.getName(),
                              "add tributary-data to the class path")))
              .open(run.allocator(), request.parallelism());

  /**
   * An engine for one attempt at a node.
   *
   * @param run of the attempt: its memory, its temporary directory, and where progress is told
   * @param request of the run that the node is part of
   */
  DataEngine open(Run<?> run, RunRequest request);
}
