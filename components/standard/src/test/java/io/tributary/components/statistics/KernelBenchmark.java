package io.tributary.components.statistics;

import io.tributary.components.exact.Moments;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.junit.jupiter.api.Test;

/**
 * What a value costs in the kernels of statistics: processor time of one thread, the best of many
 * rounds, which other work on the machine disturbs least. Not part of the tests: {@code ./mvnw test
 * -pl components/standard -am -Dtest=KernelBenchmark -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class KernelBenchmark {
  private static final int BATCH = 8_192;
  private static final int BATCHES = 32;
  private static final int VALUES = BATCH * BATCHES;
  private static final int ROUNDS = 40;
  private static final int BOUND = StatisticsOptions.DEFAULT.exactValues();

  @Test
  void numbersAndTexts() {
    try (var allocator = new RootAllocator()) {
      for (int different : new int[] {50, 5_000, 200_000, 9_000_000}) {
        try (var numbers = new Float8Vector("number", allocator);
            var texts = new VarCharVector("text", allocator)) {
          fill(numbers, texts, different);
          print(
              different,
              best(() -> addNumbers(numbers)),
              best(() -> addTexts(texts)),
              best(() -> addMoments(numbers)));
        }
      }
    }
  }

  private static void fill(Float8Vector numbers, VarCharVector texts, int different) {
    var random = new Random(different);
    numbers.allocateNew(VALUES);
    texts.allocateNew(VALUES * 12L, VALUES);
    for (int i = 0; i < VALUES; i++) {
      int value = random.nextInt(different);
      numbers.set(i, value / 7.0);
      texts.set(i, String.format(Locale.ROOT, "user-%07d", value).getBytes(StandardCharsets.UTF_8));
    }
    numbers.setValueCount(VALUES);
    texts.setValueCount(VALUES);
  }

  private static void addNumbers(Float8Vector vector) {
    var column = new NumberColumn(ColumnKind.FLOATING, BOUND / 2);
    for (int from = 0; from < VALUES; from += BATCH) {
      column.add(vector, from, from + BATCH);
    }
  }

  private static void addTexts(VarCharVector vector) {
    var column = new TextColumn(BOUND / 2);
    for (int from = 0; from < VALUES; from += BATCH) {
      column.add(vector, from, from + BATCH);
    }
  }

  private static void addMoments(Float8Vector vector) {
    var moments = new Moments();
    var values = new double[BATCH];
    for (int from = 0; from < VALUES; from += BATCH) {
      for (int i = 0; i < BATCH; i++) {
        values[i] = vector.get(from + i);
      }
      moments.addAll(values, BATCH);
    }
  }

  /** Nanoseconds per value. */
  private static double best(Runnable work) {
    var thread = ManagementFactory.getThreadMXBean();
    long best = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long start = thread.getCurrentThreadCpuTime();
      work.run();
      best = Math.min(best, thread.getCurrentThreadCpuTime() - start);
    }
    return (double) best / VALUES;
  }

  private static void print(int different, double numbers, double texts, double moments) {
    System.out.printf(
        Locale.ROOT,
        "%,9d different: numbers %5.1f ns, texts %5.1f ns, moments alone %4.1f ns%n",
        different,
        numbers,
        texts,
        moments);
  }
}
