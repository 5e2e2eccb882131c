package io.tributary.core.steps;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Run;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits until as many steps as it says have come to the place it names, or for ten seconds.
 *
 * @param place unique per test
 */
public record Meeting(String place, int steps) implements Component<Meeting.Outputs> {
  // Steps are rebuilt from the IR: a name is all that a test and its steps have in common.
  private static final Map<String, CountDownLatch> PLACES = new ConcurrentHashMap<>();

  /** Says whether they met. */
  public record Outputs(Channel<Text> text) {}

  /** Waits until the steps have come; false if they do not within ten seconds. */
  public static boolean await(String place, int steps) throws InterruptedException {
    return latch(place, steps).await(10, TimeUnit.SECONDS);
  }

  /** Joins a meeting. */
  static boolean join(String place, int steps) throws InterruptedException {
    latch(place, steps).countDown();
    return await(place, steps);
  }

  static void arrive(String place) {
    latch(place, 1).countDown();
  }

  private static CountDownLatch latch(String place, int steps) {
    return PLACES.computeIfAbsent(place, name -> new CountDownLatch(steps));
  }

  @Override
  public void run(Run<Outputs> run) throws Exception {
    Trace.write(run.output(Outputs::text), join(place, steps) ? "met" : "alone");
  }
}
