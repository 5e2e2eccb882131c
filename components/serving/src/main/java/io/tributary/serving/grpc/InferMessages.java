package io.tributary.serving.grpc;

import com.google.protobuf.ByteString;
import io.tributary.proto.inference.ModelInferRequest;
import io.tributary.proto.inference.ModelInferResponse;
import io.tributary.serving.InferenceResult;
import io.tributary.serving.Shape;
import io.tributary.serving.Tensor;
import io.tributary.serving.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Inference requests and answers as messages. */
final class InferMessages {
  private InferMessages() {}

  static ModelInferRequest request(
      String model, String version, Map<String, Tensor> inputs, Set<String> outputs) {
    ModelInferRequest.Builder request =
        ModelInferRequest.newBuilder().setModelName(model).setModelVersion(version);
    inputs.forEach(
        (name, tensor) -> {
          request
              .addInputsBuilder()
              .setName(name)
              .setDatatype(tensor.datatype().name())
              .addAllShape(tensor.shape().dims());
          request.addRawInputContents(TensorMessages.toRaw(tensor));
        });
    outputs.forEach(name -> request.addOutputsBuilder().setName(name));
    return request.build();
  }

  /** The inputs; one {@link IllegalArgumentException} names everything wrong with them. */
  static Map<String, Tensor> inputs(ModelInferRequest request) {
    List<String> problems = new ArrayList<>();
    boolean raw = request.getRawInputContentsCount() > 0;
    if (raw && request.getRawInputContentsCount() != request.getInputsCount()) {
      throw new IllegalArgumentException(
          request.getRawInputContentsCount()
              + " raw contents (expected: one for each of the "
              + request.getInputsCount()
              + " inputs)");
    }
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (int i = 0; i < request.getInputsCount(); i++) {
      ModelInferRequest.InferInputTensor input = request.getInputs(i);
      try {
        ByteString contents = raw ? request.getRawInputContents(i) : ByteString.EMPTY;
        if (inputs.put(input.getName(), input(input, raw, contents)) != null) {
          problems.add("input '" + input.getName() + "' is given twice (expected: once)");
        }
      } catch (IllegalArgumentException e) {
        problems.add(e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return inputs;
  }

  private static Tensor input(
      ModelInferRequest.InferInputTensor input, boolean raw, ByteString contents) {
    String name = input.getName();
    if (input.containsParameters("shared_memory_region")) {
      throw new IllegalArgumentException(
          "input '" + name + "' lies in shared memory (expected: contents in the request)");
    }
    Shape shape = new Shape(input.getShapeList());
    var datatype = TensorMessages.datatype(name, input.getDatatype());
    return raw
        ? TensorMessages.fromRaw(name, datatype, shape, contents)
        : TensorMessages.fromContents(name, datatype, shape, input.getContents());
  }

  static Set<String> outputs(ModelInferRequest request) {
    Set<String> names = new LinkedHashSet<>();
    request.getOutputsList().forEach(output -> names.add(output.getName()));
    return names;
  }

  /** The answer in the form of the request: raw contents to raw contents, lists to lists. */
  static ModelInferResponse response(ModelInferRequest request, InferenceResult result) {
    boolean raw = request.getRawInputContentsCount() > 0;
    ModelInferResponse.Builder response =
        ModelInferResponse.newBuilder()
            .setModelName(result.model())
            .setModelVersion(result.version())
            .setId(request.getId());
    result
        .outputs()
        .byName()
        .forEach(
            (name, tensor) -> {
              ModelInferResponse.InferOutputTensor.Builder output =
                  response
                      .addOutputsBuilder()
                      .setName(name)
                      .setDatatype(tensor.datatype().name())
                      .addAllShape(tensor.shape().dims());
              if (raw) {
                response.addRawOutputContents(TensorMessages.toRaw(tensor));
              } else {
                output.setContents(TensorMessages.toContents(tensor));
              }
            });
    return response.build();
  }

  static InferenceResult result(ModelInferResponse response) {
    boolean raw = response.getRawOutputContentsCount() > 0;
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    for (int i = 0; i < response.getOutputsCount(); i++) {
      ModelInferResponse.InferOutputTensor output = response.getOutputs(i);
      String name = output.getName();
      Shape shape = new Shape(output.getShapeList());
      var datatype = TensorMessages.datatype(name, output.getDatatype());
      outputs.put(
          name,
          raw
              ? TensorMessages.fromRaw(name, datatype, shape, response.getRawOutputContents(i))
              : TensorMessages.fromContents(name, datatype, shape, output.getContents()));
    }
    return new InferenceResult(
        response.getModelName(), response.getModelVersion(), new Tensors(outputs));
  }
}
