package io.tributary.core.compiler;

import com.google.protobuf.ByteString;
import io.tributary.api.Component;
import io.tributary.api.Condition;
import io.tributary.api.Explanation;
import io.tributary.api.NodeOptions;
import io.tributary.api.PipelineDefinitionException;
import io.tributary.api.Problem;
import io.tributary.api.RuntimeParameter;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.shape.StepShape;
import io.tributary.api.shape.ValueCheck;
import io.tributary.proto.mlmd.ExecutionType;
import io.tributary.proto.mlmd.PropertyType;
import io.tributary.proto.mlmd.Value;
import io.tributary.proto.pipeline.ChannelReference;
import io.tributary.proto.pipeline.Comparison;
import io.tributary.proto.pipeline.Input;
import io.tributary.proto.pipeline.Node;
import io.tributary.proto.pipeline.Output;
import io.tributary.proto.pipeline.Parameter;
import io.tributary.proto.pipeline.Pipeline;
import io.tributary.proto.pipeline.Predicate;
import io.tributary.proto.pipeline.PredicateList;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns a pipeline into its intermediate representation. The same program gives the same message,
 * and the same bytes.
 */
public final class Compiler {
  private Compiler() {}

  /**
   * Compiles a pipeline whose classes are on the class path of this one.
   *
   * @throws PipelineDefinitionException with all problems of the definition
   */
  public static Pipeline compile(io.tributary.api.Pipeline pipeline) {
    return compile(pipeline, Compiler.class.getClassLoader());
  }

  /**
   * Compiles a pipeline.
   *
   * @param classes finds its steps, and the classes that are their parameters
   * @throws PipelineDefinitionException with all problems of the definition
   */
  public static Pipeline compile(io.tributary.api.Pipeline pipeline, ClassLoader classes) {
    pipeline.check();
    var compiled = Pipeline.newBuilder().setId(pipeline.name());
    var runtimeParameters = new TreeMap<String, RuntimeParameter<?>>();
    var exitHandlers = new ArrayList<Node>();
    for (var node : pipeline.nodes()) {
      var message = node(node, runtimeParameters);
      if (node.exitHandler()) {
        exitHandlers.add(message);
      } else {
        compiled.addNodes(message);
      }
    }
    compiled.addAllNodes(exitHandlers);
    runtimeParameters
        .values()
        .forEach(parameter -> compiled.addRuntimeParameters(runtimeParameter(parameter)));
    var result = compiled.build();
    checkRoundTrip(pipeline, result, new StepLoader(result, classes));
    return result;
  }

  /** The bytes of a compiled pipeline, the same in every process. */
  public static ByteString bytes(Pipeline pipeline) {
    return ParameterCodec.deterministicBytes(pipeline);
  }

  /** The stored form of an artifact type. */
  public static io.tributary.proto.mlmd.ArtifactType artifactType(ArtifactType<?> type) {
    var message = io.tributary.proto.mlmd.ArtifactType.newBuilder().setName(type.name());
    if (type.base() != ArtifactType.Base.UNSET) {
      message.setBaseType(
          io.tributary.proto.mlmd.ArtifactType.SystemDefinedBaseType.valueOf(type.base().name()));
    }
    type.properties()
        .forEach((name, kind) -> message.putProperties(name, PropertyType.valueOf(kind.name())));
    return message.build();
  }

  private static Node node(
      io.tributary.api.Node node, Map<String, RuntimeParameter<?>> runtimeParameters) {
    var executionType = ExecutionType.newBuilder().setName(node.step().getClass().getName());
    if (node.step() instanceof Component<?> component) {
      executionType.setBaseType(
          ExecutionType.SystemDefinedBaseType.valueOf(component.executionBase().name()));
    }
    var message =
        Node.newBuilder()
            .setId(node.id())
            .setComponent(node.step().getClass().getName())
            .setKind(node.shape().isResolver() ? Node.Kind.RESOLVER : Node.Kind.COMPONENT)
            .setExecutionType(executionType)
            .setTrigger(
                node.exitHandler()
                    ? Node.Trigger.ALL_UPSTREAM_ENDED
                    : Node.Trigger.ALL_UPSTREAM_SUCCEEDED)
            .setOptions(options(node.options()))
            .addAllSubPipelines(node.subPipelines());
    var upstream = new LinkedHashSet<String>();
    for (var member : node.shape().members()) {
      if (member instanceof StepShape.Input input) {
        message.addInputs(input(input, node.inputs().get(input.name()), upstream));
      } else if (member instanceof StepShape.Parameter parameter) {
        message.addParameters(parameter(node, parameter, runtimeParameters));
      }
    }
    for (var output : node.shape().outputs()) {
      message.addOutputs(
          Output.newBuilder().setName(output.name()).setType(artifactType(output.type())));
    }
    node.conditions().forEach(condition -> message.addConditions(predicate(condition, upstream)));
    return message.addAllUpstream(upstream).build();
  }

  private static Input input(
      StepShape.Input input, io.tributary.api.@Nullable Channel<?> channel, Set<String> upstream) {
    var message =
        Input.newBuilder()
            .setName(input.name())
            .setType(artifactType(input.type()))
            .setOptional(input.optional());
    if (channel != null) {
      upstream.add(channel.node());
      message.setChannel(reference(channel));
    }
    return message.build();
  }

  private static Parameter parameter(
      io.tributary.api.Node node,
      StepShape.Parameter parameter,
      Map<String, RuntimeParameter<?>> runtimeParameters) {
    var value = parameter.of(node.step());
    if (value == null) {
      throw new IllegalStateException(
          "parameter '" + parameter.name() + "': null (expected: refused by check())");
    }
    ValueCheck.check(
        parameter.name(), parameter.type(), value, new RuntimeParameters(runtimeParameters));
    return Parameter.newBuilder()
        .setName(parameter.name())
        .setValue(ParameterCodec.encode(parameter.type(), value))
        .build();
  }

  private record RuntimeParameters(Map<String, RuntimeParameter<?>> byName)
      implements ValueCheck.Listener {
    @Override
    public void wrong(
        Problem.Code code, String path, String value, String expected, String remedy) {
      throw new IllegalStateException(path + ": " + value + " (expected: refused by check())");
    }

    @Override
    public void runtimeParameter(String path, RuntimeParameter<?> parameter) {
      byName.put(parameter.name(), parameter);
    }
  }

  private static io.tributary.proto.pipeline.RuntimeParameter runtimeParameter(
      RuntimeParameter<?> parameter) {
    var message =
        io.tributary.proto.pipeline.RuntimeParameter.newBuilder()
            .setName(parameter.name())
            .setType(parameter.type().getName());
    parameter.defaultValue().ifPresent(value -> message.setDefaultValue(Scalars.encode(value)));
    return message.build();
  }

  private static io.tributary.proto.pipeline.NodeOptions options(NodeOptions options) {
    var message =
        io.tributary.proto.pipeline.NodeOptions.newBuilder()
            .setMaxRetries(options.maxRetries())
            .setRetryBackoff(Scalars.toProto(options.retryBackoff()))
            .setCacheDisabled(!options.cached());
    options.timeout().ifPresent(timeout -> message.setTimeout(Scalars.toProto(timeout)));
    return message.build();
  }

  private static ChannelReference reference(io.tributary.api.Channel<?> channel) {
    return ChannelReference.newBuilder()
        .setNode(channel.node())
        .setOutput(channel.output())
        .setType(artifactType(channel.type()))
        .build();
  }

  private static Predicate predicate(Condition condition, Set<String> upstream) {
    var message = Predicate.newBuilder();
    if (condition instanceof Condition.Comparison<?, ?> comparison) {
      upstream.add(comparison.channel().node());
      message.setComparison(
          Comparison.newBuilder()
              .setChannel(reference(comparison.channel()))
              .setProperty(comparison.property().name())
              .setOperator(Comparison.Operator.valueOf(comparison.operator().name()))
              .setValue(propertyValue(comparison.value())));
    } else if (condition instanceof Condition.All all) {
      message.setAll(predicates(all.conditions(), upstream));
    } else if (condition instanceof Condition.Any any) {
      message.setAny(predicates(any.conditions(), upstream));
    } else if (condition instanceof Condition.Not not) {
      message.setNot(predicate(not.condition(), upstream));
    }
    return message.build();
  }

  private static PredicateList predicates(List<Condition> conditions, Set<String> upstream) {
    var list = PredicateList.newBuilder();
    conditions.forEach(condition -> list.addPredicates(predicate(condition, upstream)));
    return list.build();
  }

  /** The stored form of a property's value: booleans are INT 1 or 0. */
  public static Value propertyValue(Object value) {
    var message = Value.newBuilder();
    if (value instanceof Boolean bool) {
      message.setIntValue(bool ? 1 : 0);
    } else if (value instanceof Long number) {
      message.setIntValue(number);
    } else if (value instanceof Double number) {
      message.setDoubleValue(number);
    } else {
      message.setStringValue(value.toString());
    }
    return message.build();
  }

  private static void checkRoundTrip(
      io.tributary.api.Pipeline pipeline, Pipeline compiled, StepLoader loader) {
    var problems = new ArrayList<Problem>();
    var defined = new TreeMap<String, io.tributary.api.Node>();
    pipeline.nodes().forEach(node -> defined.put(node.id(), node));
    for (var node : compiled.getNodesList()) {
      var original = defined.get(node.getId());
      if (original == null) {
        continue;
      }
      var step = original.step();
      var rebuilt = loader.load(node);
      for (var member : original.shape().members()) {
        if (!isSame(member, step, rebuilt)) {
          problems.add(
              new Problem(
                  Problem.Code.PARAMETER_VALUE,
                  new Explanation(
                      "pipeline '"
                          + pipeline.name()
                          + "' > node '"
                          + node.getId()
                          + "' > record component '"
                          + member.name()
                          + "'",
                      member.of(rebuilt) + " when rebuilt",
                      String.valueOf(member.of(step)),
                      "let the record's constructor keep its arguments as they are")));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new PipelineDefinitionException(pipeline.name(), problems);
    }
  }

  /** Parameters are the same when their encoded forms are: that asks nothing of their equals(). */
  private static boolean isSame(StepShape.Member member, Record step, Record rebuilt) {
    var value = member.of(step);
    var again = member.of(rebuilt);
    return member instanceof StepShape.Parameter parameter && value != null && again != null
        ? ParameterCodec.encode(parameter.type(), value)
            .equals(ParameterCodec.encode(parameter.type(), again))
        : Objects.equals(value, again);
  }
}
