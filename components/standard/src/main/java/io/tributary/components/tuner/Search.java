package io.tributary.components.tuner;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;

/**
 * A way to search. What is tried depends on the search space, the seed and the results of earlier
 * trials, never on how many trials run at a time.
 */
public sealed interface Search {

  /**
   * Settings drawn at random, after those that the search space starts with (Bergstra and Bengio,
   * "Random Search for Hyper-Parameter Optimization", JMLR 13, 2012).
   *
   * @param trials at most so many, at least 1; fewer if the space has no more settings
   */
  record Random(int trials) implements Search {
    public Random {
      requirePositive("trials", trials);
    }
  }

  /**
   * Settings that fill the space evenly, after those that it starts with: a Halton sequence in as
   * many dimensions as there are hyper-parameters, its digits permuted at random (Owen, "A
   * randomized Halton algorithm in R", 2017).
   *
   * @param trials at most so many, at least 1; fewer if the space has no more settings
   */
  record QuasiRandom(int trials) implements Search {
    public QuasiRandom {
      requirePositive("trials", trials);
    }
  }

  /**
   * All combinations of some values of each hyper-parameter: every option and truth value, and of
   * ranges both ends and what lies evenly between them on their scale.
   *
   * @param valuesOfRange how many values of a range, if it has as many; at least 1
   */
  record Grid(int valuesOfRange) implements Search {
    public Grid {
      requirePositive("valuesOfRange", valuesOfRange);
    }
  }

  /**
   * Settings that resemble what has done well more than what has not: the tree-structured Parzen
   * estimator (Bergstra, Bardenet, Bengio and Kégl, "Algorithms for Hyper-Parameter Optimization",
   * NeurIPS 2011). Of each hyper-parameter, 24 values are drawn from the density of its values in
   * the best trials, and the one is taken for which the density in the other trials is least in
   * comparison. The best are a tenth of all trials, at most 25, as in Optuna. Densities are means
   * of kernels at the values tried, as wide as the gap to the next ones, and of one over the whole
   * range; the kernels are logistic distributions, cut off at the ends of the range.
   *
   * @param trials at most so many, at least 1; fewer if the space has no more settings
   * @param startup how many of them are drawn at random first, after those that the space starts
   *     with; at least 1, default 10
   * @param batch how many are chosen at a time, without knowing each other's results: no more of
   *     them can run in parallel; at least 1, default 4
   */
  record Bayesian(int trials, int startup, int batch) implements Search {
    public Bayesian {
      requirePositive("trials", trials);
      requirePositive("startup", startup);
      requirePositive("batch", batch);
    }

    /** With defaults. */
    public Bayesian(int trials) {
      this(trials, 10, 4);
    }
  }

  /**
   * Settings drawn at random, all trained with a small part of a resource; the best of them with
   * more of it, and so on (Jamieson and Talwalkar, "Non-stochastic Best Arm Identification and
   * Hyperparameter Optimization", AISTATS 2016). A trial of more rows trains from scratch; one of
   * more rounds goes on, where its algorithm can: see {@link Tuner}.
   *
   * @param settings how many settings begin, at least 1
   * @param rungs how often the field is reduced, and once more; 1 to 10
   * @param reduction of so many settings one goes on, with so much more of the resource; 2 to 10
   */
  record SuccessiveHalving(int settings, int rungs, int reduction, Resource resource)
      implements Search {
    public SuccessiveHalving {
      requirePositive("settings", settings);
      requireRange("rungs", rungs, 1, 10);
      requireRange("reduction", reduction, 2, 10);
      requireNonNull(resource, "resource");
    }
  }

  /**
   * Successive halving several times, from many settings with little of the resource to few with
   * all of it (Li, Jamieson, DeSalvo, Rostamizadeh and Talwalkar, "Hyperband", JMLR 18, 2018,
   * algorithm 1).
   *
   * @param rungs of the first bracket, 1 to 10, default 4; every other has one less
   * @param reduction of so many settings one goes on, with so much more of the resource; 2 to 10,
   *     default 3
   */
  record Hyperband(int rungs, int reduction, Resource resource) implements Search {
    public Hyperband {
      requireRange("rungs", rungs, 1, 10);
      requireRange("reduction", reduction, 2, 10);
      requireNonNull(resource, "resource");
    }

    /** With defaults. */
    public Hyperband(Resource resource) {
      this(4, 3, resource);
    }
  }

  private static void requirePositive(String name, int value) {
    requireRange(name, value, 1, Integer.MAX_VALUE);
  }

  private static void requireRange(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          new Explanation(
                  "search > " + name,
                  String.valueOf(value),
                  most == Integer.MAX_VALUE ? least + " or more" : least + " to " + most,
                  "correct it")
              .toString());
    }
  }
}
