package io.tributary.components.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a program may use. Its time is that of its node: {@link
 * io.tributary.api.NodeOptions#withTimeout}. Immutable and thread-safe.
 *
 * @param memoryBytes what the program and all that it has started may hold in memory together;
 *     pages that several of them share count once. They are looked at ten times a second, and
 *     killed when they hold more: until then they may hold more. Needs {@code /proc}. Default: no
 *     limit
 * @param threads how many threads libraries for numbers start; they are told in the variables that
 *     they look at, such as {@code OMP_NUM_THREADS}: nobody is kept from starting more. Default:
 *     nothing is said
 */
public record ProcessLimits(Optional<Long> memoryBytes, Optional<Integer> threads) {
  private static final Path PROC = Path.of("/proc");

  private static final List<String> THREAD_VARIABLES =
      List.of(
          "OMP_NUM_THREADS",
          "OPENBLAS_NUM_THREADS",
          "MKL_NUM_THREADS",
          "BLIS_NUM_THREADS",
          "VECLIB_MAXIMUM_THREADS",
          "NUMEXPR_NUM_THREADS",
          "RAYON_NUM_THREADS",
          "LOKY_MAX_CPU_COUNT");

  /** No limits. */
  public static final ProcessLimits NONE = new ProcessLimits(Optional.empty(), Optional.empty());

  public ProcessLimits {
    requireNonNull(memoryBytes, "memoryBytes");
    requireNonNull(threads, "threads");
    memoryBytes.ifPresent(bytes -> requirePositive("memory", bytes, "bytes"));
    threads.ifPresent(count -> requirePositive("threads", count, "of them"));
  }

  private static void requirePositive(String what, long value, String unit) {
    if (value < 1) {
      throw new IllegalArgumentException(
          what + ": " + value + " (expected: at least 1 " + unit + "); leave it out for no limit");
    }
  }

  public ProcessLimits withMemory(long bytes) {
    return new ProcessLimits(Optional.of(bytes), threads);
  }

  public ProcessLimits withThreads(int count) {
    return new ProcessLimits(memoryBytes, Optional.of(count));
  }

  Map<String, String> variables() {
    return threads
        .map(count -> THREAD_VARIABLES.stream().collect(Collectors.toMap(n -> n, n -> "" + count)))
        .orElse(Map.of());
  }

  /** Whether the limits can be kept here. */
  void check(String node) {
    if (memoryBytes.isPresent() && !Files.isReadable(PROC.resolve("self/status"))) {
      throw new ExecutionFailure(
          Code.FAILED_PRECONDITION,
          new Explanation(
              memory(node),
              "a limit of " + memoryBytes.get() + " bytes, and no /proc to look at",
              "a system with /proc, such as Linux",
              "leave the limit out, or run the node there"));
    }
  }

  /**
   * Whether a program that runs is within the limits.
   *
   * @throws ExecutionFailure RESOURCE_EXHAUSTED if it is not
   */
  void check(String node, ProcessHandle program) {
    if (memoryBytes.isEmpty() || held(program, ProcessLimits::resident) <= memoryBytes.get()) {
      return;
    }
    long held = held(program, ProcessLimits::share);
    if (held > memoryBytes.get()) {
      throw new ExecutionFailure(
          Code.RESOURCE_EXHAUSTED,
          new Explanation(
              memory(node),
              held + " bytes, held by the program and what it has started",
              "at most " + memoryBytes.get(),
              "raise the limit, or let the program hold less"));
    }
  }

  private static String memory(String node) {
    return "node '" + node + "' > memory of its program";
  }

  private static long held(ProcessHandle program, Function<Path, Long> part) {
    return Stream.concat(Stream.of(program), program.descendants())
        .mapToLong(process -> part.apply(PROC.resolve(Long.toString(process.pid()))))
        .sum();
  }

  /** All pages, shared ones, too: cheap. */
  private static long resident(Path process) {
    return bytes(process.resolve("status"), "VmRSS:");
  }

  /** Shared pages in equal parts to those who share them. */
  private static long share(Path process) {
    var rollup = process.resolve("smaps_rollup");
    return Files.isReadable(rollup) ? bytes(rollup, "Pss:") : resident(process);
  }

  /** Of a process that has ended, nothing. */
  private static long bytes(Path file, String key) {
    try (var lines = Files.lines(file, US_ASCII)) {
      return lines
          .filter(line -> line.startsWith(key))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException | java.io.UncheckedIOException e) {
      return 0;
    }
  }
}
