package io.tributary.serving.repository;

import com.google.protobuf.TextFormat;
import io.tributary.proto.inference.DataType;
import io.tributary.proto.inference.ModelConfig;
import io.tributary.proto.inference.ModelInput;
import io.tributary.proto.inference.ModelOutput;
import io.tributary.proto.inference.ModelVersionPolicy;
import io.tributary.serving.Datatype;
import io.tributary.serving.Signature;
import io.tributary.serving.TensorSpec;
import java.util.List;

/** Triton's {@code config.pbtxt} for models of ours. */
final class ModelConfigs {
  private ModelConfigs() {}

  /**
   * The configuration that serves those versions. {@code max_batch_size} is 0 and the dimensions
   * are the graph's own, rows included: every graph fits that, and a request may have any number of
   * rows. What {@code base} says beyond inputs, outputs and versions is kept.
   */
  static ModelConfig of(ModelConfig base, String model, Signature signature, List<Long> versions) {
    ModelConfig.Builder config =
        base.toBuilder()
            .setName(model)
            .setBackend("onnxruntime")
            .setMaxBatchSize(0)
            .setDefaultModelFilename(ModelRepository.MODEL_FILE)
            .clearPlatform()
            .clearInput()
            .clearOutput();
    if (config.hasDynamicBatching()) {
      config.clearDynamicBatching();
    }
    for (TensorSpec spec : signature.inputs()) {
      config.addInput(
          ModelInput.newBuilder()
              .setName(spec.name())
              .setDataType(dataType(spec.datatype()))
              .addAllDims(spec.shape().dims()));
    }
    for (TensorSpec spec : signature.outputs()) {
      config.addOutput(
          ModelOutput.newBuilder()
              .setName(spec.name())
              .setDataType(dataType(spec.datatype()))
              .addAllDims(spec.shape().dims()));
    }
    return withVersions(config.build(), versions);
  }

  static ModelConfig withVersions(ModelConfig config, List<Long> versions) {
    return config.toBuilder()
        .setVersionPolicy(
            ModelVersionPolicy.newBuilder()
                .setSpecific(
                    ModelVersionPolicy.Specific.newBuilder()
                        .addAllVersions(versions.stream().sorted().toList())))
        .build();
  }

  /** Which of the versions there are a configuration serves, ascending. */
  static List<Long> served(ModelConfig config, List<Long> present) {
    ModelVersionPolicy policy = config.getVersionPolicy();
    return switch (policy.getPolicyChoiceCase()) {
      case ALL -> present;
      case SPECIFIC -> policy.getSpecific().getVersionsList().stream().sorted().toList();
      case LATEST -> highest(present, Math.max(1, policy.getLatest().getNumVersions()));
      case POLICYCHOICE_NOT_SET -> highest(present, 1);
    };
  }

  private static List<Long> highest(List<Long> present, int count) {
    return present.subList(Math.max(0, present.size() - count), present.size());
  }

  static String print(ModelConfig config) {
    return TextFormat.printer().printToString(config);
  }

  static ModelConfig parse(String text) throws TextFormat.ParseException {
    return TextFormat.parse(text, ModelConfig.class);
  }

  private static DataType dataType(Datatype datatype) {
    return switch (datatype) {
      case BOOL -> DataType.TYPE_BOOL;
      case UINT8 -> DataType.TYPE_UINT8;
      case UINT16 -> DataType.TYPE_UINT16;
      case UINT32 -> DataType.TYPE_UINT32;
      case UINT64 -> DataType.TYPE_UINT64;
      case INT8 -> DataType.TYPE_INT8;
      case INT16 -> DataType.TYPE_INT16;
      case INT32 -> DataType.TYPE_INT32;
      case INT64 -> DataType.TYPE_INT64;
      case FP16 -> DataType.TYPE_FP16;
      case FP32 -> DataType.TYPE_FP32;
      case FP64 -> DataType.TYPE_FP64;
      case BF16 -> DataType.TYPE_BF16;
      case BYTES -> DataType.TYPE_STRING;
    };
  }
}
