package io.tributary.metadata.grpc;

import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.MetadataException.Code;
import io.tributary.proto.orchestration.OrchestrationServiceGrpc;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Calls of a metadata server: one by one, or as steps of the transaction of the calling thread.
 * Thread-safe.
 *
 * <p>A server that never answered is not waited for. One that did is: a call that has not reached
 * it waits until it is back, and one that only reads, or may be done twice, is asked again.
 */
final class Calls implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(Calls.class.getName());
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** Beginnings of the names of methods that change nothing when they are called once more. */
  private static final List<String> REPEATABLE = List.of("Get", "Renew", "Release", "Check");

  private final ManagedChannel channel;
  private final String server;
  private final CallOptions options;
  private final Duration patience;
  private final Map<Thread, RemoteTransaction> transactions = new ConcurrentHashMap<>();
  private volatile boolean answered;
  private volatile boolean away;
  private volatile boolean closed;

  /**
   * @param channel closed with this
   * @param server its address, and how it is spoken to, for messages
   * @param options such as credentials
   * @param patience how long a call may take, waiting included
   */
  Calls(ManagedChannel channel, String server, CallOptions options, Duration patience) {
    this.channel = channel;
    this.server = server;
    this.options = options;
    this.patience = patience;
    watch(channel.getState(false));
  }

  /**
   * Tells when a server that has answered goes away, because calls then wait, and when it is back.
   */
  private void watch(ConnectivityState last) {
    channel.notifyWhenStateChanged(
        last,
        () -> {
          var state = channel.getState(false);
          if (state == ConnectivityState.TRANSIENT_FAILURE && answered && !away) {
            away = true;
            LOGGER.log(
                Level.WARNING,
                "metadata server {0} is away; every call waits for it, {1} s at most",
                server,
                patience.toSeconds());
          } else if (state == ConnectivityState.READY && away) {
            away = false;
            LOGGER.log(Level.INFO, "metadata server {0} is back", server);
          }
          if (state != ConnectivityState.SHUTDOWN) {
            watch(state);
          }
        });
  }

  String server() {
    return server;
  }

  Optional<RemoteTransaction> transaction() {
    return Optional.ofNullable(transactions.get(Thread.currentThread()));
  }

  <Q, A> A call(MethodDescriptor<Q, A> method, Q request) {
    var open = transactions.get(Thread.currentThread());
    if (open != null) {
      return open.call(method, request);
    }
    checkOpen();
    long deadline = System.nanoTime() + patience.toNanos();
    Supplier<A> once = () -> unary(method, request, deadline);
    return isRepeatable(method) ? untilAnswered(once, deadline) : once.get();
  }

  private static boolean isRepeatable(MethodDescriptor<?, ?> method) {
    var name = String.valueOf(method.getBareMethodName());
    return REPEATABLE.stream().anyMatch(name::startsWith);
  }

  private <Q, A> A unary(MethodDescriptor<Q, A> method, Q request, long deadline) {
    var future = ClientCalls.futureUnaryCall(channel.newCall(method, until(deadline)), request);
    try {
      var answer = Uninterrupted.<A, ExecutionException>wait(future::get);
      answered = true;
      return answer;
    } catch (ExecutionException e) {
      throw Statuses.translate(server(), e.getCause());
    }
  }

  private CallOptions until(long deadline) {
    var limited = options.withDeadlineAfter(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    return answered ? limited.withWaitForReady() : limited;
  }

  /** Asks again while the server is away, if it ever was there. */
  private <T> T untilAnswered(Supplier<T> ask, long deadline) {
    while (true) {
      try {
        return ask.get();
      } catch (MetadataException e) {
        if (e.code() != Code.UNAVAILABLE
            || !answered
            || System.nanoTime() - deadline > -PAUSE.toNanos()) {
          throw e;
        }
      }
      Uninterrupted.<Boolean, RuntimeException>wait(
          () -> {
            Thread.sleep(PAUSE.toMillis());
            return true;
          });
    }
  }

  /** Begins a transaction, which the calls of this thread belong to until it is forgotten. */
  RemoteTransaction begin() {
    checkOpen();
    long deadline = System.nanoTime() + patience.toNanos();
    var begun =
        untilAnswered(
            () ->
                RemoteTransaction.begin(
                    channel.newCall(
                        OrchestrationServiceGrpc.getTransactMethod(),
                        answered ? options.withWaitForReady() : options),
                    server(),
                    patience),
            deadline);
    answered = true;
    transactions.put(Thread.currentThread(), begun);
    return begun;
  }

  void forgetTransaction() {
    transactions.remove(Thread.currentThread());
  }

  private void checkOpen() {
    if (closed) {
      throw new MetadataException(
          Code.UNAVAILABLE,
          "metadata server "
              + server()
              + ": the connection is closed (expected: open); open it again before using it");
    }
  }

  /** Closes the connection; FAILED_PRECONDITION within a transaction. */
  @Override
  public void close() {
    if (transactions.containsKey(Thread.currentThread())) {
      throw new MetadataException(
          Code.FAILED_PRECONDITION,
          "metadata server "
              + server()
              + ": closed within a transaction (expected: after it); close it when the work is done");
    }
    closed = true;
    channel.shutdownNow();
  }
}
