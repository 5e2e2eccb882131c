package io.tributary.cli.run;

import io.tributary.api.Pipeline;
import io.tributary.api.PipelineDefinition;
import io.tributary.api.PipelineDefinitionException;
import io.tributary.api.shape.ParameterType;
import io.tributary.api.shape.StepShape;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Interrupts;
import io.tributary.cli.command.UsageException;
import io.tributary.core.PipelineExport;
import io.tributary.core.RunJars;
import io.tributary.core.compiler.Scalars;
import io.tributary.core.launcher.ExitCall;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Finds a pipeline definition by name or class, and fills in its settings. */
public final class Definitions {
  private final ClassLoader classes;

  private Definitions(ClassLoader classes) {
    this.classes = classes;
  }

  /** Definitions in {@code jars}, and in what the command itself brings along. */
  public static Definitions in(List<Path> jars) {
    if (jars.isEmpty()) {
      return new Definitions(Definitions.class.getClassLoader());
    }
    for (var jar : jars) {
      if (!Files.exists(jar)) {
        throw new UsageException(
            "--jar",
            jar.toString(),
            "a jar file or a folder of classes",
            "build it first, or mend the path");
      }
      if (!Files.isDirectory(jar)) {
        if (!Files.isRegularFile(jar)) {
          throw new UsageException(
              "--jar",
              jar + ", which is neither a file nor a folder",
              "a jar file or a folder of classes",
              "mend the path");
        }
        checkReadable(jar);
      }
    }
    return new Definitions(RunJars.classes(jars, Definitions.class.getClassLoader()));
  }

  /** The JVM passes silently over a jar that it cannot read. */
  private static void checkReadable(Path jar) {
    try {
      new ZipFile(jar.toFile()).close();
    } catch (IOException e) {
      throw new UsageException(
          "--jar",
          jar + ", which cannot be read: " + e.getMessage(),
          "a jar file or a folder of classes",
          "build it again, or mend the path");
    }
  }

  public ClassLoader classes() {
    return classes;
  }

  /** Names of the definitions that announce themselves, with their classes. */
  public Map<String, Class<? extends PipelineDefinition>> byName() {
    var found = new TreeMap<String, Class<? extends PipelineDefinition>>();
    announced().forEach(type -> found.putIfAbsent(name(type), type));
    return found;
  }

  /** In the order of the class path, whose jars are opened only as far as the stream is read. */
  private Stream<? extends Class<? extends PipelineDefinition>> announced() {
    return ServiceLoader.load(PipelineDefinition.class, classes).stream()
        .map(ServiceLoader.Provider::type);
  }

  /** {@code ChicagoTaxi} is called {@code chicago-taxi}. */
  private static String name(Class<?> type) {
    return type.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /**
   * The definition called {@code nameOrClass}, its settings taken from {@code given}.
   *
   * @param given by name; what is used is removed, the rest is left for the run
   */
  PipelineDefinition find(String nameOrClass, Map<String, String> given) {
    try {
      return instantiate(type(nameOrClass), given);
    } catch (LinkageError e) {
      var cause = e instanceof ExceptionInInitializerError ? e.getCause() : e;
      throw new UsageException(
          "pipeline",
          "class " + nameOrClass + " cannot be loaded: " + (cause == null ? e : cause),
          "a class with all that it needs",
          "correct it, or pass what it lacks with --jar");
    }
  }

  /**
   * The pipeline that {@code definition} defines.
   *
   * @throws UsageException with the line that failed, if it defines none
   */
  public static Pipeline define(PipelineDefinition definition) {
    var where = definition.getClass().getName() + ".define()";
    @Nullable Pipeline pipeline;
    var defining = Thread.currentThread();
    var exit = new Thread(() -> refuseExit(where, defining), "tributary-exit");
    Runtime.getRuntime().addShutdownHook(exit);
    try {
      pipeline = definition.define();
    } catch (PipelineDefinitionException | IllegalArgumentException | UsageException e) {
      throw e; // says already what to do
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw new UsageException(where, e + line(e, definition), "a pipeline", "correct the code");
    } finally {
      Interrupts.remove(exit);
    }
    if (pipeline == null) {
      throw new UsageException(where, "null", "a pipeline", "return Pipeline.named(...)");
    }
    return pipeline;
  }

  /** Nobody else would say why the process ends, and it could end as if all was well. */
  private static void refuseExit(String where, Thread defining) {
    ExitCall.of(defining)
        .ifPresent(
            caller -> {
              var refusal =
                  new UsageException(
                      where, "System.exit was called at " + caller, "a pipeline", "take it out");
              System.err.println("tributary: " + refusal.getMessage());
              Runtime.getRuntime().halt(ExitCode.USAGE);
            });
  }

  /** The line of the definition in which {@code thrown} began. */
  private static String line(Throwable thrown, PipelineDefinition definition) {
    for (var frame : thrown.getStackTrace()) {
      if (frame.getClassName().equals(definition.getClass().getName())) {
        return ", at " + frame.getFileName() + ":" + frame.getLineNumber();
      }
    }
    return "";
  }

  private Class<? extends PipelineDefinition> type(String nameOrClass) {
    var named = announced().filter(type -> name(type).equals(nameOrClass)).findFirst();
    if (named.isPresent()) {
      return named.get();
    }
    try {
      var type = Class.forName(nameOrClass, false, classes);
      if (PipelineDefinition.class.isAssignableFrom(type)) {
        return type.asSubclass(PipelineDefinition.class);
      }
      throw new UsageException(
          "pipeline",
          "class " + nameOrClass,
          "a class that implements PipelineDefinition",
          "let it implement io.tributary.api.PipelineDefinition");
    } catch (ClassNotFoundException e) {
      throw new UsageException(
          "pipeline",
          "'" + nameOrClass + "'",
          "one of " + byName().keySet() + ", or the name of a class",
          "pass the jar that has the class with --jar");
    }
  }

  private static PipelineDefinition instantiate(
      Class<? extends PipelineDefinition> type, Map<String, String> given) {
    var defaults = defaults(type);
    if (!type.isRecord()) {
      return defaults.orElseThrow(
          () ->
              new UsageException(
                  "pipeline",
                  "class " + type.getName(),
                  "a record, or a public constructor without parameters",
                  "add one"));
    }
    var values = new LinkedHashMap<String, @Nullable Object>();
    var missing = new ArrayList<String>();
    for (var component : type.getRecordComponents()) {
      var text = given.remove(component.getName());
      if (text != null) {
        values.put(component.getName(), parse(component, text));
      } else if (defaults.isPresent()) {
        values.put(component.getName(), read(component, defaults.get()));
      } else if (component.getType() == Optional.class) {
        values.put(component.getName(), Optional.empty());
      } else {
        missing.add(component.getName() + " (" + component.getGenericType().getTypeName() + ")");
      }
    }
    if (!missing.isEmpty()) {
      throw new UsageException(
          "settings of " + type.getSimpleName(),
          "no value for "
              + String.join(", ", missing)
              + (given.isEmpty() ? "" : ", but one for " + String.join(", ", given.keySet())),
          "a value for every setting",
          "pass --set name=value for each");
    }
    return (PipelineDefinition)
        StepShape.construct(type.asSubclass(Record.class), values.values().toArray());
  }

  /** What {@code --set} can be given: the settings of a definition with their types. */
  static String settings(Class<?> type) {
    return type.isRecord()
        ? String.join(
            ", ",
            Arrays.stream(type.getRecordComponents())
                .map(
                    component ->
                        component.getName() + " (" + component.getType().getSimpleName() + ")")
                .toList())
        : "";
  }

  /** The settings of a definition that {@code --set} can give, with the values they have. */
  public static List<PipelineExport.Parameter> parameters(PipelineDefinition definition) {
    var parameters = new ArrayList<PipelineExport.Parameter>();
    var components = definition.getClass().getRecordComponents();
    for (var component : components == null ? new RecordComponent[0] : components) {
      var name = component.getName();
      var type = ParameterType.of(component.getGenericType());
      var value = read(component, definition);
      if (type instanceof ParameterType.Scalar scalar) {
        var text = Optional.ofNullable(value).map(Scalars::text);
        parameters.add(new PipelineExport.Parameter(name, scalar.type(), text, false));
      } else if (type instanceof ParameterType.OptionalOf optional
          && optional.element() instanceof ParameterType.Scalar scalar
          && value instanceof Optional<?> held) {
        var text = held.map(Scalars::text);
        parameters.add(new PipelineExport.Parameter(name, scalar.type(), text, true));
      } else if (type instanceof ParameterType.ListOf list
          && list.element() instanceof ParameterType.Scalar
          && value instanceof List<?> elements) {
        var text = elements.stream().map(Scalars::text).toList();
        // One word: neither none nor a comma in one can be said.
        if (!elements.isEmpty() && text.stream().noneMatch(element -> element.contains(","))) {
          parameters.add(
              new PipelineExport.Parameter(
                  name, String.class, Optional.of(String.join(",", text)), false));
        }
      }
    }
    return parameters;
  }

  private static Optional<PipelineDefinition> defaults(Class<? extends PipelineDefinition> type) {
    try {
      var constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return Optional.of(constructor.newInstance());
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      throw new IllegalStateException(type.getName() + ": its constructor failed", e);
    } catch (ReflectiveOperationException e) {
      throw new UsageException(
          "pipeline",
          "class " + type.getName(),
          "a concrete class",
          "name the class that implements it");
    }
  }

  private static @Nullable Object read(RecordComponent component, Object record) {
    component.getAccessor().setAccessible(true);
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + ": cannot be read", e);
    }
  }

  private static Object parse(RecordComponent component, String text) {
    var type = ParameterType.of(component.getGenericType());
    var where = "--set " + component.getName();
    if (type instanceof ParameterType.Scalar scalar) {
      return scalar(where, scalar, text);
    } else if (type instanceof ParameterType.OptionalOf optional
        && optional.element() instanceof ParameterType.Scalar scalar) {
      return text.isEmpty() ? Optional.empty() : Optional.of(scalar(where, scalar, text));
    } else if (type instanceof ParameterType.ListOf list
        && list.element() instanceof ParameterType.Scalar scalar) {
      return Arrays.stream(text.split(",")).map(element -> scalar(where, scalar, element)).toList();
    }
    throw new UsageException(
        where,
        "'" + text + "'",
        "a setting that is written as one word, not a " + component.getGenericType().getTypeName(),
        "set it in the code of the pipeline");
  }

  private static Object scalar(String where, ParameterType.Scalar scalar, String text) {
    return Scalars.parse(where, scalar.type(), text);
  }
}
