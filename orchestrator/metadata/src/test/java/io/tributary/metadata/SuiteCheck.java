package io.tributary.metadata;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the tests of a suite on an implementation that may be broken, and tells which fail. */
public final class SuiteCheck {
  private SuiteCheck() {}

  /**
   * Names of the tests that fail.
   *
   * @param suite makes the instance for a test
   * @param directory where the instances get their temporary directories
   * @param names of the tests to run; none: all
   */
  public static List<String> failures(Supplier<?> suite, Path directory, String... names) {
    var wanted = Set.of(names);
    var failures = new ArrayList<String>();
    var known = new HashSet<String>();
    for (var test : annotated(suite.get().getClass(), Test.class)) {
      known.add(test.getName());
      if ((wanted.isEmpty() || wanted.contains(test.getName()))
          && !passes(suite.get(), test, directory)) {
        failures.add(test.getName());
      }
    }
    if (known.isEmpty() || !known.containsAll(wanted)) {
      throw new IllegalArgumentException("tests: " + wanted + " (expected: among " + known + ")");
    }
    return failures;
  }

  private static boolean passes(Object instance, Method test, Path directory) {
    try {
      injectDirectories(instance, directory);
      for (var before : annotated(instance.getClass(), BeforeEach.class)) {
        before.invoke(instance);
      }
      try {
        test.invoke(instance);
      } finally {
        for (var after : annotated(instance.getClass(), AfterEach.class)) {
          after.invoke(instance);
        }
      }
      return true;
    } catch (InvocationTargetException e) {
      return false;
    } catch (ReflectiveOperationException | IOException e) {
      throw new IllegalStateException(test.toString(), e);
    }
  }

  private static void injectDirectories(Object instance, Path directory)
      throws IllegalAccessException, IOException {
    for (Class<?> type = instance.getClass(); type != null; type = type.getSuperclass()) {
      for (var field : type.getDeclaredFields()) {
        if (field.isAnnotationPresent(TempDir.class)) {
          field.setAccessible(true);
          field.set(instance, Files.createTempDirectory(directory, "suite"));
        }
      }
    }
  }

  private static List<Method> annotated(Class<?> suite, Class<? extends Annotation> annotation) {
    var methods = new ArrayList<Method>();
    for (Class<?> type = suite; type != null; type = type.getSuperclass()) {
      for (var method : type.getDeclaredMethods()) {
        if (method.isAnnotationPresent(annotation)) {
          method.setAccessible(true);
          methods.add(method);
        }
      }
    }
    methods.sort((a, b) -> a.getName().compareTo(b.getName()));
    return methods;
  }
}
