/**
 * Talking to a serving tier and running ONNX models: tensors and signatures, the ONNX Runtime
 * session that is used offline and by the embedded server alike, and the client of the KServe v2
 * protocol with Triton's extensions.
 *
 * <p>Starting points: {@link io.tributary.serving.OnnxModel} (a model in this process), {@link
 * io.tributary.serving.Predictor} (Arrow batches through a model), {@link
 * io.tributary.serving.InferenceClient} (a model somewhere else), {@link
 * io.tributary.serving.repository.ModelRepository} (versions on disk), {@link
 * io.tributary.serving.embedded.ModelServer} (the embedded tier).
 */
@NullMarked
package io.tributary.serving;

import org.jspecify.annotations.NullMarked;
