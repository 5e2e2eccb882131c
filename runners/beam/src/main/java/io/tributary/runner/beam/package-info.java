/**
 * Runs pipelines on Apache Beam, and full passes over data: in this process, on Flink and on Spark.
 * The runner itself is the same on all of them; which one works, a Beam option says.
 *
 * <p>Starting points: {@link io.tributary.runner.beam.BeamRunner}.
 */
@NullMarked
package io.tributary.runner.beam;

import org.jspecify.annotations.NullMarked;
