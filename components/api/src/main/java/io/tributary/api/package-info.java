/**
 * The language in which pipelines and components are written.
 *
 * <p>Starting points:
 *
 * <ul>
 *   <li>{@link io.tributary.api.Component}: a record with one method, the unit of work.
 *   <li>{@link io.tributary.api.Pipeline}: where components are added and so wired.
 *   <li>{@link io.tributary.api.Channel}: the promise of an artifact, what wires two components.
 *   <li>{@link io.tributary.api.Run}: what a component is handed when it runs.
 *   <li>{@link io.tributary.api.PipelineDefinition}: a pipeline that the command line can run.
 * </ul>
 */
@NullMarked
package io.tributary.api;

import org.jspecify.annotations.NullMarked;
