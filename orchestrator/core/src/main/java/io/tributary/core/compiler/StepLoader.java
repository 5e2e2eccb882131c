package io.tributary.core.compiler;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.RuntimeParameter;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.shape.StepShape;
import io.tributary.proto.pipeline.ChannelReference;
import io.tributary.proto.pipeline.Input;
import io.tributary.proto.pipeline.Node;
import io.tributary.proto.pipeline.Parameter;
import io.tributary.proto.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Rebuilds the steps of one compiled pipeline. Immutable and thread-safe. */
public final class StepLoader {
  private final ClassLoader classes;
  private final Map<String, RuntimeParameter<?>> runtimeParameters = new HashMap<>();

  /**
   * @param classes finds the classes of steps, parameters and user code
   */
  public StepLoader(Pipeline pipeline, ClassLoader classes) {
    this.classes = requireNonNull(classes, "classes");
    for (var declared : pipeline.getRuntimeParametersList()) {
      runtimeParameters.put(declared.getName(), runtimeParameter(declared));
    }
  }

  private RuntimeParameter<?> runtimeParameter(
      io.tributary.proto.pipeline.RuntimeParameter declared) {
    var type = find(classes, declared.getType());
    if (declared.hasDefaultValue()) {
      return RuntimeParameter.withDefault(
          declared.getName(), Scalars.decode(type, declared.getDefaultValue()));
    }
    return RuntimeParameter.required(declared.getName(), type);
  }

  /** The runtime parameters that the pipeline declares, by name. */
  public Map<String, RuntimeParameter<?>> runtimeParameters() {
    return Map.copyOf(runtimeParameters);
  }

  /**
   * Rebuilds the step of a node. Its channels belong to no pipeline.
   *
   * @throws IllegalArgumentException if the class is not found, or no longer has the components
   *     that were compiled
   */
  public Record load(Node node) {
    var type = find(classes, node.getComponent()).asSubclass(Record.class);
    var shape = shape(node, type);
    var inputs = new HashMap<String, Input>();
    node.getInputsList().forEach(input -> inputs.put(input.getName(), input));
    var parameters = new HashMap<String, Parameter>();
    node.getParametersList().forEach(parameter -> parameters.put(parameter.getName(), parameter));
    var values = new ArrayList<>();
    for (var member : shape.members()) {
      if (member instanceof StepShape.Input input) {
        values.add(channel(input, compiled(node, inputs, input.name())));
      } else if (member instanceof StepShape.Parameter parameter) {
        var value = compiled(node, parameters, parameter.name()).getValue();
        values.add(
            ParameterCodec.decode(
                parameter.declared(),
                value,
                classes,
                name -> compiled(node, runtimeParameters, name)));
      }
    }
    return StepShape.construct(type, values.toArray());
  }

  /** What the class of a node's step declares. */
  public StepShape shape(Node node) {
    return shape(node, find(classes, node.getComponent()).asSubclass(Record.class));
  }

  private static StepShape shape(Node node, Class<? extends Record> type) {
    var flaws = new ArrayList<StepShape.Flaw>();
    var shape = StepShape.read(type, flaws);
    if (!flaws.isEmpty()) {
      throw new IllegalArgumentException(
          "node '"
              + node.getId()
              + "': class "
              + type.getName()
              + " has changed: "
              + flaws
              + " (expected: the class that was compiled); compile the pipeline again");
    }
    return shape;
  }

  private static <T> T compiled(Node node, Map<String, T> values, String name) {
    var value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "node '"
              + node.getId()
              + "': '"
              + name
              + "' is not in the compiled pipeline (expected: one of "
              + values.keySet()
              + "); compile the pipeline again");
    }
    return value;
  }

  private static Object channel(StepShape.Input declared, Input compiled) {
    if (!declared.optional()) {
      return channel(declared.type(), compiled.getChannel());
    }
    return compiled.hasChannel()
        ? Optional.of(channel(declared.type(), compiled.getChannel()))
        : Optional.empty();
  }

  private static Channel<?> channel(ArtifactType<?> type, ChannelReference reference) {
    return Channel.of(reference.getNode(), reference.getOutput(), type);
  }

  static Class<?> find(ClassLoader classes, String name) {
    try {
      return Class.forName(name, false, classes);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "class "
              + name
              + ": not found (expected: on the class path of the process that runs the node); add the jar that has it, for example with --jar",
          e);
    }
  }
}
