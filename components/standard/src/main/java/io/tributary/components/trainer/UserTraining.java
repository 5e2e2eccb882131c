package io.tributary.components.trainer;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import java.lang.reflect.InvocationTargetException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The training that an author named by its class.
 *
 * @param where what messages call the node
 */
public record UserTraining<T extends Training>(String where, Class<? extends T> type) {

  /**
   * An instance.
   *
   * @throws ExecutionFailure USER_CODE if its constructor throws
   */
  public T make() throws ReflectiveOperationException {
    var constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    try {
      return constructor.newInstance();
    } catch (InvocationTargetException e) {
      throw new ExecutionFailure(
          Code.USER_CODE,
          new Explanation(
              where + " > training",
              type.getName() + " cannot be made: " + e.getCause(),
              "an instance",
              "see the cause"),
          e.getCause());
    }
  }

  /**
   * What an instance says.
   *
   * @param method as messages call it, {@code define()}
   * @param what is expected of it, {@code an algorithm}
   * @throws ExecutionFailure INVALID_ARGUMENT if it gives null, or throws IllegalArgumentException
   */
  public <R> R ask(T training, String method, String what, Function<T, @Nullable R> question) {
    @Nullable R answer;
    try {
      answer = question.apply(training);
    } catch (IllegalArgumentException e) {
      throw new ExecutionFailure(
          Code.INVALID_ARGUMENT,
          new Explanation(
              where + " > training",
              type.getName() + "." + method + " says " + e.getMessage(),
              what + " with valid hyper-parameters",
              "correct them there"),
          e);
    }
    if (answer == null) {
      throw new ExecutionFailure(
          Code.INVALID_ARGUMENT,
          new Explanation(
              where + " > training",
              type.getName() + "." + method + " returned null",
              what,
              "return one"));
    }
    return answer;
  }
}
