package io.tributary.components.hyperparameter;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that may be chosen about a training.
 *
 * <pre>{@code
 * SearchSpace.of(ALGORITHM)
 *     .when(ALGORITHM, "trees", DEPTH, COUNT)
 *     .when(ALGORITHM, "linear", LEARNING_RATE)
 * }</pre>
 *
 * @param dimensions at least one; conditions are about choices further up
 * @param starts what is worth to be tried first; by default what is taken when nobody chooses
 */
public record SearchSpace(List<Dimension> dimensions, List<Setting> starts) {

  /**
   * A hyper-parameter.
   *
   * @param when what has to be chosen for it to count; empty if it always does
   */
  public record Dimension(Hyperparameter<?> parameter, Optional<Condition> when) {
    public Dimension {
      requireNonNull(parameter, "parameter");
      requireNonNull(when, "when");
    }

    boolean counts(Map<String, Object> chosen) {
      return when.isEmpty() || when.get().option().equals(chosen.get(when.get().choice().name()));
    }
  }

  /** That an option of a choice is chosen. */
  public record Condition(Choice choice, String option) {}

  public SearchSpace {
    dimensions = List.copyOf(dimensions);
    if (dimensions.isEmpty()) {
      throw new IllegalArgumentException(
          new Explanation(
                  "search space",
                  "no hyper-parameter",
                  "at least one",
                  "name what may be chosen: SearchSpace.of(...)")
              .toString());
    }
    var names = new HashSet<String>();
    for (var dimension : dimensions) {
      if (!names.add(dimension.parameter().name())) {
        throw new IllegalArgumentException(
            new Explanation(
                    "search space > hyper-parameter '" + dimension.parameter().name() + "'",
                    "given twice",
                    "names of their own",
                    "rename one of the two")
                .toString());
      }
    }
    starts = List.copyOf(starts);
  }

  /** Of hyper-parameters that always count. */
  public static SearchSpace of(Hyperparameter<?>... parameters) {
    return new SearchSpace(
        Stream.of(parameters).map(parameter -> new Dimension(parameter, Optional.empty())).toList(),
        List.of());
  }

  /** Also hyper-parameters that count when an option of a choice is chosen. */
  public SearchSpace when(Choice choice, String option, Hyperparameter<?>... parameters) {
    boolean isKnown = dimensions.stream().anyMatch(each -> each.parameter().equals(choice));
    if (!isKnown || !choice.options().contains(option)) {
      throw new IllegalArgumentException(
          new Explanation(
                  "search space > when '" + choice.name() + "' is '" + option + "'",
                  isKnown ? "no such option" : "no such choice",
                  isKnown ? choice.values() : "a choice of the space",
                  "add the choice to the space first, and name one of its options")
              .toString());
    }
    var all = new ArrayList<>(dimensions);
    for (var parameter : parameters) {
      all.add(new Dimension(parameter, Optional.of(new Condition(choice, option))));
    }
    return new SearchSpace(all, starts);
  }

  /** With settings to be tried first. */
  public SearchSpace startingWith(List<Setting> first) {
    return new SearchSpace(dimensions, first);
  }

  /** The setting when nobody chooses. */
  public Setting preset() {
    return presetWith(Map.of());
  }

  /**
   * The setting when nobody chooses but these.
   *
   * @param chosen values by name
   */
  public Setting presetWith(Map<String, ?> chosen) {
    return choose(
        (i, parameter) ->
            chosen.containsKey(parameter.name())
                ? parameter.read(chosen.get(parameter.name()))
                : parameter.preset());
  }

  /**
   * The setting at a point.
   *
   * @param places from 0 to 1, one for each dimension; those of dimensions that do not count are
   *     not looked at
   */
  public Setting at(double... places) {
    return choose((i, parameter) -> parameter.at(places[i]));
  }

  private interface Chooser {
    Object choose(int dimension, Hyperparameter<?> parameter);
  }

  private Setting choose(Chooser chooser) {
    var chosen = new LinkedHashMap<String, Object>();
    for (int i = 0; i < dimensions.size(); i++) {
      if (dimensions.get(i).counts(chosen)) {
        var parameter = dimensions.get(i).parameter();
        chosen.put(parameter.name(), chooser.choose(i, parameter));
      }
    }
    return new Setting(chosen);
  }

  /** The places of a setting's values; NaN for dimensions that do not count. */
  public double[] places(Setting setting) {
    var places = new double[dimensions.size()];
    for (int i = 0; i < places.length; i++) {
      var parameter = dimensions.get(i).parameter();
      places[i] = setting.find(parameter) == null ? Double.NaN : place(parameter, setting);
    }
    return places;
  }

  private static <T> double place(Hyperparameter<T> parameter, Setting setting) {
    return parameter.place(setting.get(parameter));
  }

  /**
   * The setting that JSON holds.
   *
   * @param json values by name
   * @throws IllegalArgumentException if it is none of this space
   */
  public Setting read(Map<?, ? extends @Nullable Object> json) {
    var setting = choose((i, parameter) -> parameter.read(json.get(parameter.name())));
    for (var name : json.keySet()) {
      if (!setting.values().containsKey(String.valueOf(name))) {
        throw new IllegalArgumentException(
            new Explanation(
                    "hyper-parameter '" + name + "'",
                    String.valueOf(json.get(name)),
                    "those of the search space that count: " + setting.values().keySet(),
                    "search again")
                .toString());
      }
    }
    return setting;
  }

  /** Whether the places of a hyper-parameter's values have no order that means anything. */
  public static boolean isCategory(Hyperparameter<?> parameter) {
    return parameter instanceof Choice || parameter instanceof Flag;
  }

  /** The dimension of that name; empty if there is none. */
  public Optional<Dimension> find(String name) {
    return dimensions.stream().filter(each -> each.parameter().name().equals(name)).findFirst();
  }

  /** How many settings there are; empty if they cannot be counted, or are too many for an int. */
  public Optional<Integer> size() {
    return Optional.of(count(0, Map.of()))
        .filter(count -> count < Integer.MAX_VALUE)
        .map(Long::intValue);
  }

  private long count(int from, Map<String, Object> chosen) {
    if (from == dimensions.size()) {
      return 1;
    }
    var dimension = dimensions.get(from);
    if (!dimension.counts(chosen)) {
      return count(from + 1, chosen);
    }
    if (dimension.parameter() instanceof Choice choice) {
      long sum = 0;
      for (var option : choice.options()) {
        var with = new LinkedHashMap<>(chosen);
        with.put(choice.name(), option);
        sum = Math.min(Integer.MAX_VALUE, sum + count(from + 1, with));
      }
      return sum;
    }
    long size = dimension.parameter().size().orElse(Integer.MAX_VALUE);
    return Math.min(Integer.MAX_VALUE, size * count(from + 1, chosen));
  }
}
