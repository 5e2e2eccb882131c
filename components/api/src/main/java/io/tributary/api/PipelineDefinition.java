package io.tributary.api;

/**
 * A pipeline that the command line can find by class name. Implement it as a record: its components
 * are settings, which {@code --set name=value} supplies; a public constructor without parameters
 * supplies their defaults.
 */
public interface PipelineDefinition {

  /** Defines the pipeline. Describes only: nothing is read or computed here. */
  Pipeline define();
}
