/**
 * Judging a model: its metrics over raw examples, or over a table of labels and predictions,
 * overall and by slice, held against requirements and against the model it would replace.
 *
 * <p>Starting points: {@link io.tributary.components.evaluator.Evaluator} (the component), {@link
 * io.tributary.components.evaluator.Evaluation} (how it is judged), {@link
 * io.tributary.components.evaluator.Metric} (the figures and the requirements on them), {@link
 * io.tributary.components.evaluator.EvaluationResult} (what was found), {@link
 * io.tributary.components.evaluator.Importances} (which columns and features matter). Inside, a
 * {@code Yardstick} for each task makes the tallies that {@code EvaluationPass} fills.
 */
@NullMarked
package io.tributary.components.evaluator;

import org.jspecify.annotations.NullMarked;
