package io.tributary.core.launcher;

import io.tributary.api.Component;
import io.tributary.api.Run;
import io.tributary.proto.pipeline.Node;

/** Calls a component when its turn has come. Tests let something else write the outputs. */
public interface Invoker {

  /** Calls {@link Component#run}. */
  Invoker COMPONENT =
      new Invoker() {
        @Override
        public <O extends Record> void invoke(Node node, Component<O> component, Run<O> run)
            throws Exception {
          component.run(run);
        }
      };

  /**
   * Does the work of a node.
   *
   * @throws Exception whatever prevents the outputs from being complete
   */
  <O extends Record> void invoke(Node node, Component<O> component, Run<O> run) throws Exception;
}
