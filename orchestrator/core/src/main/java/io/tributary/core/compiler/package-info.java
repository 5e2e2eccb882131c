/**
 * From records to the intermediate representation and back. {@link
 * io.tributary.core.compiler.Compiler} turns a pipeline into one protobuf message, {@link
 * io.tributary.core.compiler.StepLoader} rebuilds a step from it in whatever process runs the node,
 * and {@link io.tributary.core.compiler.Plan} lays the nodes out in the order in which they can
 * run.
 */
@NullMarked
package io.tributary.core.compiler;

import org.jspecify.annotations.NullMarked;
