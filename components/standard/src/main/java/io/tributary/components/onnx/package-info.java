/**
 * ONNX graphs in the making. Starting point: {@link io.tributary.components.onnx.OnnxGraph}, which
 * the transform fills with its columns and a trained model continues.
 */
@NullMarked
package io.tributary.components.onnx;

import org.jspecify.annotations.NullMarked;
