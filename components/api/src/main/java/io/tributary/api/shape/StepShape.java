package io.tributary.api.shape;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Resolution;
import io.tributary.api.Resolver;
import io.tributary.api.Run;
import io.tributary.api.SubPipeline;
import io.tributary.api.artifact.Artifact;
import io.tributary.api.artifact.ArtifactType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the record class of a step declares.
 *
 * @param step the record class
 * @param members its inputs and parameters, in the order of the record's components
 * @param outputsClass the record class of its outputs
 * @param outputs the components of that class, in order
 */
public record StepShape(
    Class<? extends Record> step,
    List<Member> members,
    Class<? extends Record> outputsClass,
    List<Output> outputs) {

  /** A component of the step's record. */
  public sealed interface Member {
    String name();

    Method accessor();

    /** The value in {@code step}; null only if the author left it so. */
    default @Nullable Object of(Record step) {
      try {
        return accessor().invoke(step);
      } catch (InvocationTargetException e) {
        throw new IllegalStateException(
            accessor()
                + ": failed (expected: the record component's value); do not override accessors",
            e);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(accessor() + ": not accessible", e);
      }
    }
  }

  /**
   * A component of type {@code Channel<A>} or {@code Optional<Channel<A>>}.
   *
   * @param optional whether it is declared as {@code Optional}
   */
  public record Input(String name, Method accessor, ArtifactType<?> type, boolean optional)
      implements Member {}

  /** Any other component. */
  public record Parameter(String name, Method accessor, Type declared, ParameterType type)
      implements Member {}

  /** A component of the outputs record. */
  public record Output(String name, ArtifactType<?> type) {}

  /** A mistake in the declaration: of the class as a whole, its outputs, or one member. */
  public record Flaw(Kind kind, String member, String value, String expected, String remedy) {
    /** What is wrong. */
    public enum Kind {
      STEP,
      OUTPUTS,
      MEMBER
    }
  }

  public StepShape {
    requireNonNull(step, "step");
    requireNonNull(outputsClass, "outputsClass");
    members = List.copyOf(members);
    outputs = List.copyOf(outputs);
  }

  /** The inputs, in the order of the record's components. */
  public List<Input> inputs() {
    return members.stream().filter(Input.class::isInstance).map(Input.class::cast).toList();
  }

  /** The parameters, in the order of the record's components. */
  public List<Parameter> parameters() {
    return members.stream().filter(Parameter.class::isInstance).map(Parameter.class::cast).toList();
  }

  /**
   * Reads the declaration of a step, once for every class.
   *
   * @param flaws receives what is wrong with it; members with flaws are missing from the shape
   */
  public static StepShape read(Class<? extends Record> step, List<Flaw> flaws) {
    var reading = READINGS.get(step);
    flaws.addAll(reading.flaws());
    return reading.shape();
  }

  private record Reading(StepShape shape, List<Flaw> flaws) {}

  private static final ClassValue<Reading> READINGS =
      new ClassValue<>() {
        @Override
        protected Reading computeValue(Class<?> step) {
          var flaws = new ArrayList<Flaw>();
          var shape = inspect(step.asSubclass(Record.class), flaws);
          return new Reading(shape, List.copyOf(flaws));
        }
      };

  private static StepShape inspect(Class<? extends Record> step, List<Flaw> flaws) {
    if (step.isHidden() || step.isSynthetic()) {
      flaws.add(
          new Flaw(
              Flaw.Kind.STEP,
              "",
              step.getName(),
              "a record with a name",
              "declare the step as a record, so that another process can find it by name"));
    }
    if (step.getTypeParameters().length > 0) {
      flaws.add(
          new Flaw(
              Flaw.Kind.STEP,
              "",
              step.getTypeName() + " with type parameters",
              "a record without type parameters",
              "declare one record for every artifact type"));
    }
    if (kinds(step).count() > 1) {
      flaws.add(
          new Flaw(
              Flaw.Kind.STEP,
              "",
              step.getName()
                  + " implements "
                  + kinds(step).map(Class::getSimpleName).collect(Collectors.joining(" and ")),
              "one of Component, Resolver and SubPipeline",
              "declare one record for each"));
    }
    var members = new ArrayList<Member>();
    for (var component : step.getRecordComponents()) {
      member(component, flaws).ifPresent(members::add);
    }
    int before = flaws.size();
    var outputsClass = outputsClass(step, flaws);
    boolean named = flaws.size() == before;
    var outputs = new ArrayList<Output>();
    for (var component : outputsClass.getRecordComponents()) {
      var type = channelType(component.getGenericType());
      if (type.isPresent()) {
        outputs.add(new Output(component.getName(), type.get()));
      } else if (named) {
        flaws.add(
            new Flaw(
                Flaw.Kind.OUTPUTS,
                component.getName(),
                component.getGenericType().getTypeName(),
                "Channel<some artifact interface>",
                "make every component of "
                    + outputsClass.getSimpleName()
                    + " a Channel of one artifact type"));
      }
    }
    return new StepShape(step, members, outputsClass, outputs);
  }

  private static Optional<Member> member(RecordComponent component, List<Flaw> flaws) {
    var accessor = component.getAccessor();
    accessor.setAccessible(true);
    var declared = component.getGenericType();
    boolean optional =
        component.getType() == Optional.class
            && declared instanceof ParameterizedType generic
            && raw(generic.getActualTypeArguments()[0]) == Channel.class;
    if (component.getType() == Channel.class || optional) {
      var type =
          channelType(
              optional ? ((ParameterizedType) declared).getActualTypeArguments()[0] : declared);
      if (type.isEmpty()) {
        flaws.add(
            new Flaw(
                Flaw.Kind.MEMBER,
                component.getName(),
                declared.getTypeName(),
                "Channel<some artifact interface>",
                "name the one artifact type that the input takes"));
        return Optional.empty();
      }
      return Optional.of(new Input(component.getName(), accessor, type.get(), optional));
    }
    try {
      return Optional.of(
          new Parameter(component.getName(), accessor, declared, ParameterType.of(declared)));
    } catch (ParameterType.Unsupported unsupported) {
      flaws.add(
          new Flaw(
              Flaw.Kind.MEMBER,
              component.getName(),
              unsupported.type(),
              ParameterType.SUPPORTED,
              "use one of these types"));
      return Optional.empty();
    }
  }

  private static Stream<Class<?>> kinds(Class<? extends Record> step) {
    return Stream.<Class<?>>of(Component.class, Resolver.class, SubPipeline.class)
        .filter(kind -> kind.isAssignableFrom(step));
  }

  private static @Nullable Class<?> raw(Type type) {
    return type instanceof ParameterizedType generic
        ? (Class<?>) generic.getRawType()
        : type instanceof Class<?> plain ? plain : null;
  }

  private static Optional<ArtifactType<?>> channelType(Type declared) {
    if (declared instanceof ParameterizedType generic
        && generic.getRawType() == Channel.class
        && generic.getActualTypeArguments()[0] instanceof Class<?> artifact
        && artifact.isInterface()
        && Artifact.class.isAssignableFrom(artifact)
        && artifact != Artifact.class) {
      return Optional.of(ArtifactType.of(artifact.asSubclass(Artifact.class)));
    }
    return Optional.empty();
  }

  /** Outputs of a step whose own outputs class cannot be told. */
  private record None() {}

  private static Class<? extends Record> outputsClass(
      Class<? extends Record> step, List<Flaw> flaws) {
    for (var declared : step.getGenericInterfaces()) {
      if (declared instanceof ParameterizedType generic
          && (generic.getRawType() == Component.class
              || generic.getRawType() == Resolver.class
              || generic.getRawType() == SubPipeline.class)
          && generic.getActualTypeArguments()[0] instanceof Class<?> outputs
          && outputs.isRecord()) {
        return outputs.asSubclass(Record.class);
      }
    }
    flaws.add(
        new Flaw(
            Flaw.Kind.OUTPUTS,
            "",
            step.getTypeName() + " implements " + Arrays.toString(step.getGenericInterfaces()),
            "Component<Outputs>, Resolver<Outputs> or SubPipeline<Outputs> with a record Outputs",
            "name the outputs record directly in the implements clause"));
    return outputsOfMethod(step);
  }

  /** The outputs as the step's own method names them, where the implements clause does not. */
  private static Class<? extends Record> outputsOfMethod(Class<? extends Record> step) {
    for (var method : step.getDeclaredMethods()) {
      if (method.isBridge()) {
        continue;
      }
      var named = method.getName().equals("define") ? raw(method.getGenericReturnType()) : null;
      if (method.getGenericParameterTypes().length == 1
          && method.getGenericParameterTypes()[0] instanceof ParameterizedType argument
          && (argument.getRawType() == Run.class || argument.getRawType() == Resolution.class)) {
        named = raw(argument.getActualTypeArguments()[0]);
      }
      if (named != null && named.isRecord()) {
        return named.asSubclass(Record.class);
      }
    }
    return None.class;
  }

  /**
   * Makes the outputs record out of one channel per output. Components that are no outputs, which
   * are flaws, get the default value of their type.
   */
  public Record newOutputs(Function<Output, Channel<?>> channels) {
    var byName = outputs.stream().collect(Collectors.toMap(Output::name, channels));
    var components = outputsClass.getRecordComponents();
    var values = new @Nullable Object[components.length];
    for (int i = 0; i < values.length; i++) {
      var channel = byName.get(components[i].getName());
      values[i] =
          channel == null ? Array.get(Array.newInstance(components[i].getType(), 1), 0) : channel;
    }
    return construct(outputsClass, values);
  }

  /**
   * Calls a record's canonical constructor.
   *
   * @throws RuntimeException what the constructor threw
   */
  public static <T extends Record> T construct(Class<T> type, @Nullable Object[] values) {
    try {
      return canonical(type).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      throw new IllegalStateException(
          type.getName() + ": its constructor failed (expected: no checked exception)", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          type.getName() + ": cannot be constructed (expected: a concrete record)", e);
    }
  }

  private static <T extends Record> Constructor<T> canonical(Class<T> type)
      throws NoSuchMethodException {
    var types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    var constructor = type.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return constructor;
  }

  /** Whether the step is a resolver. */
  public boolean isResolver() {
    return Resolver.class.isAssignableFrom(step);
  }
}
