package io.tributary.serving;

import java.time.Duration;

/**
 * What a version of a model has done since it was loaded.
 *
 * @param model its name
 * @param version its number
 * @param inferences rows answered
 * @param executions requests answered
 * @param failures requests refused or failed
 * @param successTime all time spent on answered requests
 * @param failureTime all time spent on failed ones
 * @param computeTime the part of {@code successTime} spent inside the model
 */
public record ModelStatistics(
    String model,
    String version,
    long inferences,
    long executions,
    long failures,
    Duration successTime,
    Duration failureTime,
    Duration computeTime) {}
