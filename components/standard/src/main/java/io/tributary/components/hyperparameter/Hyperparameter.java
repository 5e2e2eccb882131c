package io.tributary.components.hyperparameter;

import io.tributary.api.Explanation;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One thing about a training that may be chosen: its name, its values, and the one that is taken
 * when nobody chooses. Immutable.
 *
 * <p>Searches know no values, only places from 0 to 1: equally long stretches of places are to be
 * tried equally often.
 *
 * @param <T> Double, Integer, String or Boolean
 */
public sealed interface Hyperparameter<T> permits NumberRange, IntegerRange, Choice, Flag {

  /** Lower case letters, digits and underscores, a letter first. */
  String name();

  /** The value when nobody chooses. */
  T preset();

  /**
   * The value at a place.
   *
   * @param place from 0 to 1, both included
   */
  T at(double place);

  /** The place of a value, in the middle of all places that have this value. */
  double place(T value);

  /** How many values there are; empty if they cannot be counted. */
  Optional<Integer> size();

  /**
   * The value that JSON holds.
   *
   * @throws IllegalArgumentException if it is none of the values
   */
  T read(@Nullable Object json);

  /** The values, for messages: {@code 0.01 to 1.0, by orders of magnitude}. */
  String values();

  /** What is said of a value that is none of this one's. */
  default IllegalArgumentException wrong(@Nullable Object value) {
    return new IllegalArgumentException(
        new Explanation(
                "hyper-parameter '" + name() + "'",
                String.valueOf(value),
                values(),
                "choose one of the search space")
            .toString());
  }

  /** Checks a name. */
  static void requireName(String name) {
    if (!Pattern.matches("[a-z][a-z0-9_]*", name)) {
      throw new IllegalArgumentException(
          new Explanation(
                  "hyper-parameter '" + name + "'",
                  "not a name",
                  "lower case letters, digits and underscores, a letter first",
                  "choose another name")
              .toString());
    }
  }
}
