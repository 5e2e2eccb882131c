package io.tributary.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class InOrderTest {
  private final List<Integer> taken = new ArrayList<>();

  /** Takes results, in one thread at a time. */
  private final class Taking implements InOrder.Taker<Integer> {
    @Override
    public void take(Integer result) {
      taken.add(result);
    }

    @Override
    public void drop(Integer result) {
      throw new IllegalStateException("dropped " + result);
    }
  }

  private interface Task {
    void run(int task) throws IOException;
  }

  private interface Closing {
    void close() throws IOException;
  }

  private static InOrder.Worker<Integer> worker(Task work, Closing closing) {
    return new InOrder.Worker<>() {
      @Override
      public Integer run(int task) throws IOException {
        work.run(task);
        return task;
      }

      @Override
      public void close() throws IOException {
        closing.close();
      }
    };
  }

  @Test
  void theFailureOfATaskIsNotHiddenByThatOfAnotherThreadsClosing() {
    var closed = new CountDownLatch(1);

    assertThatThrownBy(
            () ->
                InOrder.run(
                    2,
                    2,
                    () ->
                        worker(
                            task -> {
                              if (task == 0) {
                                await(closed);
                                throw new IOException("task 0");
                              }
                            },
                            () -> {
                              if (closed.getCount() > 0) {
                                closed.countDown();
                                throw new IOException("closing");
                              }
                            }),
                    new InOrder.Taker<Integer>() {
                      @Override
                      public void take(Integer result) {
                        taken.add(result);
                      }

                      @Override
                      public void drop(Integer result) {
                        // the result of task 1
                      }
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("task 0");
    assertThat(taken).isEmpty();
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void aFailingCloseIsToldWhenNothingElseFails() {
    assertThatThrownBy(
            () ->
                InOrder.run(
                    3,
                    1,
                    () ->
                        worker(
                            task -> {},
                            () -> {
                              throw new IOException("closing");
                            }),
                    new Taking()))
        .hasMessage("closing");
    assertThat(taken).containsExactly(0, 1, 2);
  }

  @Test
  void aResultThatCannotBeDroppedIsToldBesideTheFirstFailure() {
    var last = new CountDownLatch(1);

    assertThatThrownBy(
            () ->
                InOrder.run(
                    2,
                    2,
                    () ->
                        worker(
                            task -> {
                              if (task == 0) {
                                await(last);
                                throw new IOException("task 0");
                              }
                            },
                            last::countDown),
                    new Taking()))
        .hasMessage("task 0")
        .satisfies(
            e ->
                assertThat(e.getSuppressed())
                    .extracting(Throwable::getMessage)
                    .contains("dropped 1"));
  }
}
