package io.tributary.runner.airflow.client;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * How the client behaves.
 *
 * @param connectTimeout for a connection to be made
 * @param timeout for one request, from sending to the end of its answer
 * @param attempts how often one request is sent at most
 * @param firstDelay before the second attempt; each further one waits twice as long
 * @param longestDelay before an attempt; a server that asks for more, by Retry-After, is not asked
 *     again
 * @param pageSize how many entries of a list are asked for at once; Airflow gives no more than 100
 *     unless it is configured to
 * @param maxAnswerBytes above which an answer is refused
 * @param listener told of each request, by the thread that makes it
 */
public record ClientOptions(
    Duration connectTimeout,
    Duration timeout,
    int attempts,
    Duration firstDelay,
    Duration longestDelay,
    int pageSize,
    int maxAnswerBytes,
    Consumer<Call> listener) {

  /**
   * 10 s to connect, 60 s for a request, 5 attempts, 0.5 s before the second and at most 30 s
   * before any, pages of 100, answers of 64 MiB.
   */
  public static final ClientOptions DEFAULT =
      new ClientOptions(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          5,
          Duration.ofMillis(500),
          Duration.ofSeconds(30),
          100,
          64 << 20,
          call -> {});

  /** Refuses durations, sizes and numbers of attempts that are not positive. */
  public ClientOptions {
    requireNonNull(listener, "listener");
    positive("connectTimeout", connectTimeout.toMillis());
    positive("timeout", timeout.toMillis());
    positive("attempts", attempts);
    positive("firstDelay", firstDelay.toMillis());
    positive("longestDelay", longestDelay.toMillis());
    positive("pageSize", pageSize);
    positive("maxAnswerBytes", maxAnswerBytes);
  }

  private static void positive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: more than 0)");
    }
  }

  /** With other limits of time. */
  public ClientOptions withTimeouts(Duration connect, Duration request) {
    return new ClientOptions(
        connect, request, attempts, firstDelay, longestDelay, pageSize, maxAnswerBytes, listener);
  }

  /** With another number of attempts, and other waits between them. */
  public ClientOptions withAttempts(int number, Duration first, Duration longest) {
    return new ClientOptions(
        connectTimeout, timeout, number, first, longest, pageSize, maxAnswerBytes, listener);
  }

  /** With another size of pages. */
  public ClientOptions withPageSize(int entries) {
    return new ClientOptions(
        connectTimeout,
        timeout,
        attempts,
        firstDelay,
        longestDelay,
        entries,
        maxAnswerBytes,
        listener);
  }

  /** With another limit for the size of an answer. */
  public ClientOptions withMaxAnswerBytes(int bytes) {
    return new ClientOptions(
        connectTimeout, timeout, attempts, firstDelay, longestDelay, pageSize, bytes, listener);
  }

  /** With somebody who is told of each request. */
  public ClientOptions withListener(Consumer<Call> told) {
    return new ClientOptions(
        connectTimeout,
        timeout,
        attempts,
        firstDelay,
        longestDelay,
        pageSize,
        maxAnswerBytes,
        told);
  }
}
