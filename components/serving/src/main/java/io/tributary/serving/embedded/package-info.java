/**
 * The embedded serving tier: a model repository answered by ONNX Runtime in this process, in
 * process, over gRPC and over HTTP.
 *
 * <p>Starting point: {@link io.tributary.serving.embedded.ModelServer}.
 */
@NullMarked
package io.tributary.serving.embedded;

import org.jspecify.annotations.NullMarked;
