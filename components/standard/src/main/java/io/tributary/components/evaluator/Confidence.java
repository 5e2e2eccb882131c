package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import java.io.Serializable;

/**
 * How sure figures are: by how they vary among samples of the rows. Rows are dealt, by a seed, into
 * {@value #GROUPS} groups, which stay apart; the rows of a query stay together. Areas under curves
 * are taken over some hundred ranges of scores there, so that memory is bounded.
 *
 * @param method by which samples are drawn
 * @param level of the intervals that are shown, such as 0.95
 * @param replicates samples of the bootstrap
 * @param seed of dealing and drawing
 */
public record Confidence(Method method, double level, int replicates, long seed)
    implements Serializable {

  /** Into so many groups rows are dealt. */
  public static final int GROUPS = 64;

  /** A way to draw samples. */
  public enum Method {
    /** Every group left out once (delete-a-group jackknife). */
    JACKKNIFE,
    /** Every group as often as a Poisson variable of mean 1 says, over and over. */
    POISSON_BOOTSTRAP
  }

  public Confidence {
    requireNonNull(method, "method");
    if (!(level > 0 && level < 1) || replicates < 20 || replicates > 10_000) {
      throw new IllegalArgumentException(
          new Explanation(
                  "evaluation > confidence",
                  "level " + level + ", " + replicates + " replicates",
                  "a level above 0 and below 1, 20 to 10000 replicates",
                  "use 0.95 and 200, for instance")
              .toString());
    }
  }

  /** By the jackknife. */
  public static Confidence jackknife(double level) {
    return new Confidence(Method.JACKKNIFE, level, 200, 0);
  }

  /** By 200 samples of the Poisson bootstrap. */
  public static Confidence poissonBootstrap(double level) {
    return new Confidence(Method.POISSON_BOOTSTRAP, level, 200, 0);
  }

  /** With another number of samples. */
  public Confidence withReplicates(int number) {
    return new Confidence(method, level, number, seed);
  }

  /** With other groups and samples. */
  public Confidence withSeed(long other) {
    return new Confidence(method, level, replicates, other);
  }

  /** The group of what has that number. */
  int group(long number) {
    return (int) Long.remainderUnsigned(mix(number ^ mix(seed)), GROUPS);
  }

  /** How often a group counts in a sample: a Poisson variable of mean 1. */
  int times(int replicate, int group) {
    double uniform = (mix(mix(seed + 1) + (long) replicate * GROUPS + group) >>> 11) * 0x1p-53;
    double term = StrictMath.exp(-1);
    double below = term;
    int times = 0;
    while (uniform >= below && times < 20) {
      times++;
      term /= times;
      below += term;
    }
    return times;
  }

  /** SplitMix64: Steele, Lea and Flood, OOPSLA 2014. */
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
