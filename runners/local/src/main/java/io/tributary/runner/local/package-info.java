/**
 * Runs pipelines in this process, independent nodes in parallel, and helps authors to try out
 * pipelines and single components.
 *
 * <p>Starting points: {@link io.tributary.runner.local.LocalRunner}, {@link
 * io.tributary.runner.local.PipelineTester} for tests of pipelines, {@link
 * io.tributary.runner.local.ComponentRunner} for components without a pipeline.
 */
@NullMarked
package io.tributary.runner.local;

import org.jspecify.annotations.NullMarked;
