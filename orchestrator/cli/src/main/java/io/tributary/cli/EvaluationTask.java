package io.tributary.cli;

/** What a model that is evaluated predicts. */
enum EvaluationTask {
  BINARY,
  MULTICLASS,
  MULTILABEL,
  REGRESSION,
  RANKING
}
