package io.tributary.components.tuner;

import java.util.Random;

/**
 * A Halton sequence, whose points fill a cube evenly: in each dimension the digits of the index, to
 * the base of another prime, behind the point and in reverse. Every digit place has a random
 * permutation of its digits, without which higher dimensions march in step.
 */
final class Halton implements Points {
  /** Digits beyond change nothing in double precision. */
  private static final double PRECISION = 0x1p-53;

  private final int[][][] permutations;

  Halton(int dimensions, Random random) {
    permutations = new int[dimensions][][];
    int prime = 1;
    for (int i = 0; i < dimensions; i++) {
      prime = nextPrime(prime);
      int places = (int) Math.ceil(-Math.log(PRECISION) / Math.log(prime));
      permutations[i] = new int[places][];
      for (int place = 0; place < places; place++) {
        permutations[i][place] = permutation(prime, random);
      }
    }
  }

  private static int nextPrime(int after) {
    for (int candidate = after + 1; ; candidate++) {
      boolean isPrime = true;
      for (int divisor = 2; divisor * divisor <= candidate; divisor++) {
        isPrime &= candidate % divisor != 0;
      }
      if (isPrime) {
        return candidate;
      }
    }
  }

  private static int[] permutation(int size, Random random) {
    var permutation = new int[size];
    for (int i = 0; i < size; i++) {
      int other = random.nextInt(i + 1);
      permutation[i] = permutation[other];
      permutation[other] = i;
    }
    return permutation;
  }

  @Override
  public double[] point(int index) {
    var point = new double[permutations.length];
    for (int i = 0; i < point.length; i++) {
      int left = index;
      double worth = 1;
      for (var digits : permutations[i]) {
        worth /= digits.length;
        point[i] += digits[left % digits.length] * worth;
        left /= digits.length;
      }
    }
    return point;
  }
}
