package io.tributary.runner.airflow.client;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * One request that was sent, and what came of it.
 *
 * @param attempt 1 for the first, more for a repetition
 * @param status that of the answer; empty if none came
 * @param duration from sending to the end of the answer
 */
public record Call(Operation operation, int attempt, OptionalInt status, Duration duration) {}
