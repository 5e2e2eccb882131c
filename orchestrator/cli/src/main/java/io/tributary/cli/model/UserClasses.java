package io.tributary.cli.model;

import io.tributary.api.UserCode;
import io.tributary.cli.command.Command;
import io.tributary.cli.command.Failures;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.UsageException;
import io.tributary.cli.run.Definitions;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Classes of the user's that a command is given by name. */
final class UserClasses {
  private final Given<List<Path>> jars;

  /** Adds the options to {@code command}. */
  UserClasses(Command command) {
    jars =
        command.repeated(
            "--jar",
            "JAR",
            List.class,
            "Jar or folder with the classes that are named; may be repeated.",
            Path.class);
  }

  /**
   * A class that components make an instance of.
   *
   * @param option that names it
   */
  <T extends UserCode> Class<? extends T> find(Given<String> option, String where, Class<T> kind) {
    var name = option.value();
    try {
      var type = Class.forName(name, false, loader());
      if (!kind.isAssignableFrom(type) || Modifier.isAbstract(type.getModifiers())) {
        throw refused(where, "class " + name, kind, "let it implement " + kind.getName());
      }
      if (Arrays.stream(type.getDeclaredConstructors())
          .noneMatch(c -> c.getParameterCount() == 0)) {
        throw refused(where, "class " + name, kind, "give it a constructor without parameters");
      }
      return type.asSubclass(kind);
    } catch (ClassNotFoundException e) {
      throw refused(where, "'" + name + "'", kind, "pass the jar that has the class with --jar");
    } catch (LinkageError e) {
      throw refused(
          where,
          "class " + name + ", which cannot be loaded: " + e,
          kind,
          "correct it, or pass what it lacks with --jar");
    }
  }

  private ClassLoader loader() {
    return Definitions.in(jars.find().orElse(List.of())).classes();
  }

  private static UsageException refused(String where, String value, Class<?> kind, String remedy) {
    return new UsageException(
        where, value, "the name of a class that implements " + kind.getSimpleName(), remedy);
  }

  /** What such a class has thrown, as a mistake of who wrote it; others are thrown on. */
  static Exception blamed(Exception thrown, List<Class<?>> classes) {
    for (var type : classes) {
      for (var frame : thrown.getStackTrace()) {
        if (frame.getClassName().equals(type.getName()) && !Failures.isForeseen(thrown)) {
          return new UsageException(
              type.getName(),
              thrown + ", at " + frame.getFileName() + ":" + frame.getLineNumber(),
              "no exception",
              "correct the code");
        }
      }
    }
    return thrown;
  }
}
