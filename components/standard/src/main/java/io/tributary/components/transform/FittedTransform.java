package io.tributary.components.transform;

import static java.util.Objects.requireNonNull;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.components.onnx.OnnxGraph;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The content of a {@code TransformGraph} artifact, for those who continue it: a trainer appends
 * its model to {@link #graph}, in which every feature is an output tensor of the feature's name.
 * Immutable and thread-safe.
 *
 * @param inputs the raw columns that the graph of the features takes, in its order
 * @param features what the graph gives, in its order
 * @param labels what is to be learnt; several only of kind BOOLEAN; empty if the preprocessing
 *     defines none
 * @param weight the column of the transformed examples that tells how much a row counts, a float32
 *     as a label of numbers; empty if all count the same
 * @param transform the graph from raw columns to features
 * @param labelGraph the graph from raw columns to the labels, an output {@code label/<name>} each,
 *     and to the weight, {@code weight/<name>}; empty without labels
 */
public record FittedTransform(
    List<RawInput> inputs,
    List<Feature> features,
    List<Label> labels,
    Optional<String> weight,
    ModelProto transform,
    Optional<ModelProto> labelGraph) {

  /** File of the graph from raw columns to features. */
  public static final String TRANSFORM_FILE = "transform.onnx";

  /** File of the graph from raw columns to the labels; absent without a label. */
  public static final String LABEL_FILE = "label.onnx";

  /** File that describes inputs, features, labels and what was fitted. */
  public static final String DESCRIPTION_FILE = "transform.json";

  /** Directory of the vocabularies: one term per line, in the order of the ids. */
  public static final String VOCABULARY_DIRECTORY = "vocabulary";

  /** Element types of raw inputs. */
  public enum Dtype {
    /** Single precision; NaN where the value is missing. */
    FP32,
    /** 64-bit integer; {@link Long#MIN_VALUE} where the value is missing. */
    INT64,
    /** UTF-8; empty where the value is missing. */
    BYTES
  }

  /**
   * A raw column that the features are computed from.
   *
   * @param isList whether a row has a list, shape {@code [N, -1]}: behind the values of a row, any
   *     number of missing ones; else one value, shape {@code [N, 1]}
   */
  public record RawInput(String name, Dtype dtype, boolean isList) {
    public RawInput {
      requireNonNull(name, "name");
      requireNonNull(dtype, "dtype");
    }

    /** Of one value a row. */
    public RawInput(String name, Dtype dtype) {
      this(name, dtype, false);
    }
  }

  /** What a feature's values are. */
  public enum Kind {
    /** A finite number: float32, shape {@code [N, 1]}. */
    NUMBER,
    /** One of {@code size} ids, counted from 0, without order: int64, shape {@code [N, 1]}. */
    ID,
    /**
     * {@code size} finite numbers: float32, shape {@code [N, size]}; in Arrow a fixed-size list.
     */
    VECTOR
  }

  /**
   * A column of the transformed examples.
   *
   * @param size how many ids or components there are; 0 for numbers
   */
  public record Feature(String name, Kind kind, long size) implements Serializable {
    public Feature {
      requireNonNull(name, "name");
      requireNonNull(kind, "kind");
      if (kind == Kind.NUMBER ? size != 0 : size < 1) {
        throw new IllegalArgumentException(
            "feature '"
                + name
                + "' > size: "
                + size
                + " (expected: at least 1 for ids and vectors, 0 for numbers); pass the number of"
                + " ids or components");
      }
    }

    public static Feature number(String name) {
      return new Feature(name, Kind.NUMBER, 0);
    }

    public static Feature id(String name, long size) {
      return new Feature(name, Kind.ID, size);
    }

    public static Feature vector(String name, long size) {
      return new Feature(name, Kind.VECTOR, size);
    }
  }

  /** What a label's values are. */
  public enum LabelKind {
    /** 0 or 1 as float32. */
    BOOLEAN,
    /** float32. */
    NUMBER,
    /** UTF-8, not empty. */
    TEXT
  }

  /** What is to be learnt: a column of the transformed examples. */
  public record Label(String name, LabelKind kind) implements Serializable {
    public Label {
      requireNonNull(name, "name");
      requireNonNull(kind, "kind");
    }

    /** Name of the label's tensor in the graph of the labels. */
    public static String output(String name) {
      return "label/" + name;
    }
  }

  /** Name of the weight's tensor in the graph of the labels. */
  static String weightOutput(String name) {
    return "weight/" + name;
  }

  public FittedTransform {
    inputs = List.copyOf(inputs);
    features = List.copyOf(features);
    labels = List.copyOf(labels);
    requireNonNull(weight, "weight");
    requireNonNull(transform, "transform");
    requireNonNull(labelGraph, "labelGraph");
  }

  /** A graph that starts as the transform, with the features as outputs. */
  public OnnxGraph graph() {
    return OnnxGraph.continuing(transform);
  }

  /**
   * Reads an artifact.
   *
   * @param directory the payload of a {@code TransformGraph}
   * @throws ExecutionFailure NOT_FOUND if a file is missing, INVALID_DATA if one is damaged
   */
  public static FittedTransform read(Path directory) throws IOException {
    var description = directory.resolve(DESCRIPTION_FILE);
    try {
      var described = TransformDescription.read(Files.readAllBytes(description), description);
      var labels = described.labels();
      return new FittedTransform(
          described.inputs(),
          described.features(),
          labels,
          described.weight(),
          model(directory.resolve(TRANSFORM_FILE)),
          labels.isEmpty() ? Optional.empty() : Optional.of(model(directory.resolve(LABEL_FILE))));
    } catch (NoSuchFileException e) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.NOT_FOUND,
          new Explanation(
              directory.toString(),
              "no file " + Path.of(e.getFile()).getFileName(),
              "the files of a transform graph",
              "run the Transform node again"),
          e);
    }
  }

  private static ModelProto model(Path file) throws IOException {
    try {
      return ModelProto.parseFrom(Files.readAllBytes(file));
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_DATA,
          new Explanation(
              file.toString(),
              "no ONNX model: " + e.getMessage(),
              "the model that Transform wrote",
              "run the Transform node again"),
          e);
    }
  }
}
