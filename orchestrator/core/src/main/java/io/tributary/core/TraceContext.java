package io.tributary.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.api.digest.Sha256;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * A span of a distributed trace, as W3C Trace Context names it. It is only a name: whether anybody
 * exports the span is another matter.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all zero
 * @param spanId 16 lower-case hexadecimal digits, not all zero
 * @param sampled whether the span is meant to be recorded
 */
public record TraceContext(String traceId, String spanId, boolean sampled) {
  /** The environment variable by which a process is told the span that it works for. */
  public static final String VARIABLE = "TRACEPARENT";

  private static final int TRACE_DIGITS = 32;
  private static final int SPAN_DIGITS = 16;

  /** What versions after 00 append is left out. */
  private static final Pattern TRACEPARENT =
      Pattern.compile("(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  public TraceContext {
    require(traceId, TRACE_DIGITS);
    require(spanId, SPAN_DIGITS);
  }

  private static void require(String id, int digits) {
    if (id.length() != digits
        || !id.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))
        || id.chars().allMatch(c -> c == '0')) {
      throw new IllegalArgumentException(
          "id of a trace or span: '"
              + id
              + "' (expected: "
              + digits
              + " lower-case hexadecimal digits, not all zero); correct it");
    }
  }

  /**
   * A new span of a run. The trace follows from the run: whoever works on it finds the same one
   * without being told.
   */
  public static TraceContext ofRun(String runId) {
    return new TraceContext(digest(runId, TRACE_DIGITS), random(), true);
  }

  /** What a {@code traceparent} says; empty if it is malformed, and then to be ignored. */
  public static Optional<TraceContext> parse(String traceparent) {
    var fields = TRACEPARENT.matcher(traceparent.strip());
    if (!fields.matches()) {
      return Optional.empty();
    }
    try {
      boolean sampled = (Integer.parseInt(fields.group(3), 16) & 1) == 1;
      return Optional.of(new TraceContext(fields.group(1), fields.group(2), sampled));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** As the value of a {@code traceparent}. */
  public String format() {
    return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
  }

  /** A new span in the same trace. */
  public TraceContext child() {
    return new TraceContext(traceId, random(), sampled);
  }

  /** The span of an attempt at a node: the same, whichever process asks. */
  public TraceContext attempt(String runId, String node, int number) {
    return new TraceContext(
        traceId, digest(runId + "/" + node + "/" + number, SPAN_DIGITS), sampled);
  }

  private static String digest(String text, int digits) {
    return Sha256.hex(text.getBytes(UTF_8)).substring(0, digits);
  }

  private static String random() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
  }
}
