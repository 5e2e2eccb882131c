package io.tributary.components.trainer;

import io.tributary.api.Run;
import io.tributary.components.json.Json;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.transform.FittedTransform.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a program is told of what it has to do; docs/external-trainer.md explains every field to
 * authors of programs.
 */
record TrainingRequest(ExternalTrainer trainer, Run<?> run, Basis basis, GraphContract contract) {
  /** Rises when programs of before would misunderstand what they are told. */
  private static final int PROTOCOL = 1;

  static final String FILE = "request.json";
  private static final String MODEL_DIRECTORY = "model";

  /**
   * Writes the request, and makes the directory for the model.
   *
   * @param directory in which the program starts
   * @return the directory for the model
   */
  Path write(Path directory) throws IOException {
    var model = Files.createDirectory(directory.resolve(MODEL_DIRECTORY)).toAbsolutePath();
    Files.write(directory.resolve(FILE), Json.write(fields(model)));
    return model;
  }

  private Map<String, @Nullable Object> fields(Path model) {
    var labels = basis.labels();
    var limits = trainer.program().limits();
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("protocol", PROTOCOL);
    fields.put("task", labels.task().name().toLowerCase(Locale.ROOT));
    fields.put("seed", run.seed());
    fields.put("hyper_parameters", hyperParameters(trainer));
    fields.put("features", contract.features().stream().map(TrainingRequest::feature).toList());
    fields.put("labels", labels.names());
    fields.put("classes", labels.classes());
    fields.put("weight", basis.weight().orElse(null));
    fields.put("train", split(trainer.split()));
    fields.put("evaluation", trainer.evaluationSplit().map(this::split).orElse(null));
    fields.put("base_model", basis.base().map(base -> absolute(base)).orElse(null));
    fields.put("model_directory", model.toString());
    fields.put("outputs", contract.outputs().stream().map(TrainingRequest::output).toList());
    fields.put("opset", opsets());
    fields.put("max_model_bytes", trainer.maxModelBytes());
    fields.put("memory_bytes", limits.memoryBytes().orElse(null));
    fields.put("threads", limits.threads().orElse(null));
    return fields;
  }

  static Map<String, Object> hyperParameters(ExternalTrainer trainer) {
    var values = new TreeMap<String, Object>();
    trainer.hyperparameters().forEach((name, parameter) -> values.put(name, parameter.value()));
    return values;
  }

  private static Map<String, Object> feature(Feature feature) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("name", feature.name());
    fields.put("kind", feature.kind().name().toLowerCase(Locale.ROOT));
    fields.put("size", feature.size());
    return fields;
  }

  private Map<String, Object> split(String name) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("split", name);
    fields.put(
        "files",
        run.dataset(trainer.examples(), name).parts().stream()
            .map(TrainingRequest::absolute)
            .toList());
    return fields;
  }

  private static String absolute(Path path) {
    return path.toAbsolutePath().toString();
  }

  private static Map<String, Object> output(GraphContract.Output output) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("name", output.name());
    fields.put("datatype", "FP32");
    fields.put("shape", List.of(-1, output.width()));
    return fields;
  }

  /** By the names that exporters know. */
  private Map<String, Object> opsets() {
    var fields = new LinkedHashMap<String, Object>();
    contract
        .opsets()
        .forEach(
            (domain, version) ->
                fields.put(domain.equals(OnnxDomain.STANDARD.id()) ? "ai.onnx" : domain, version));
    return fields;
  }
}
