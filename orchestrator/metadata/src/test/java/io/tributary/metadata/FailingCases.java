package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Runs the cases of a contract against an implementation that is expected to fail some. */
final class FailingCases {

  /** A contract with an implementation. */
  interface Suite {
    /** What the contract does before each case. */
    void begin() throws Exception;

    /** What the contract does after each case. */
    void end();
  }

  private FailingCases() {}

  /**
   * The names of the cases that fail, each run with a database file of its own.
   *
   * @param suite makes one for a file, an instance of the contract
   */
  static List<String> of(Class<?> contract, Function<Path, Suite> suite, Path directory) {
    var failed = new ArrayList<String>();
    int count = 0;
    for (var method : contract.getDeclaredMethods()) {
      if (!method.isAnnotationPresent(Test.class)) {
        continue;
      }
      count++;
      var cases = suite.apply(directory.resolve(method.getName() + ".db"));
      try {
        cases.begin();
        try {
          method.setAccessible(true);
          method.invoke(cases);
        } catch (InvocationTargetException e) {
          failed.add(method.getName());
        } finally {
          cases.end();
        }
      } catch (Exception e) {
        throw new AssertionError(method.getName(), e);
      }
    }
    assertThat(count).as("cases of %s", contract.getSimpleName()).isGreaterThan(5);
    return failed;
  }
}
