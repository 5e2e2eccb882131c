package io.tributary.components.hyperparameter;

import io.tributary.api.Explanation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One of several words, which have no order.
 *
 * @param options at least one, all different
 * @param preset the one when nobody chooses
 */
public record Choice(String name, List<String> options, String preset)
    implements Hyperparameter<String> {
  public Choice {
    Hyperparameter.requireName(name);
    options = List.copyOf(options);
    if (!options.contains(preset) || new HashSet<>(options).size() != options.size()) {
      throw new IllegalArgumentException(
          new Explanation(
                  "hyper-parameter '" + name + "'",
                  options + ", by default " + preset,
                  "different options, the default among them",
                  "correct them")
              .toString());
    }
  }

  /** The first option is the one when nobody chooses. */
  public static Choice of(String name, String first, String... others) {
    var options = new ArrayList<>(List.of(others));
    options.add(0, first);
    return new Choice(name, options, first);
  }

  @Override
  public String at(double place) {
    return options.get(Math.min(options.size() - 1, (int) (place * options.size())));
  }

  @Override
  public double place(String value) {
    return (options.indexOf(value) + 0.5) / options.size();
  }

  @Override
  public Optional<Integer> size() {
    return Optional.of(options.size());
  }

  @Override
  public String read(@Nullable Object json) {
    if (json instanceof String text && options.contains(text)) {
      return text;
    }
    throw wrong(json);
  }

  @Override
  public String values() {
    return "one of " + options;
  }
}
