package io.tributary.api;

/** The base types of executions that ML Metadata defines. */
public enum ExecutionBase {
  PROCESS,
  TRAIN,
  TRANSFORM,
  EVALUATE,
  DEPLOY
}
