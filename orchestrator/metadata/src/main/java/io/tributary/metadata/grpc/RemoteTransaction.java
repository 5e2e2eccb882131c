package io.tributary.metadata.grpc;

import com.google.protobuf.ByteString;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import io.tributary.metadata.MetadataException;
import io.tributary.proto.orchestration.TransactRequest;
import io.tributary.proto.orchestration.TransactResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A transaction on a metadata server. For one thread. */
final class RemoteTransaction {
  private final String server;
  private final Duration patience;
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private @Nullable ClientCallStreamObserver<TransactRequest> steps;

  /** What has ended the stream: no further step is answered. */
  private @Nullable MetadataException ended;

  private record Answer(@Nullable TransactResponse response, @Nullable Throwable failure) {}

  private RemoteTransaction(String server, Duration patience) {
    this.server = server;
    this.patience = patience;
  }

  /** Begins one; waits until it is this one's turn. */
  static RemoteTransaction begin(
      ClientCall<TransactRequest, TransactResponse> call, String server, Duration patience) {
    var transaction = new RemoteTransaction(server, patience);
    ClientCalls.asyncBidiStreamingCall(call, transaction.receiver());
    transaction.begin();
    return transaction;
  }

  private StreamObserver<TransactResponse> receiver() {
    return new ClientResponseObserver<TransactRequest, TransactResponse>() {
      @Override
      public void beforeStart(ClientCallStreamObserver<TransactRequest> stream) {
        steps = stream;
      }

      @Override
      public void onNext(TransactResponse response) {
        answers.add(new Answer(response, null));
      }

      @Override
      public void onError(Throwable cause) {
        answers.add(new Answer(null, cause));
      }

      @Override
      public void onCompleted() {
        answers.add(
            new Answer(
                null,
                Status.UNAVAILABLE
                    .withDescription("it has ended the transaction")
                    .asRuntimeException()));
      }
    };
  }

  <Q, A> A call(MethodDescriptor<Q, A> method, Q request) {
    try (var bytes = method.streamRequest(request)) {
      var call =
          TransactRequest.Call.newBuilder()
              .setMethod(method.getFullMethodName())
              .setRequest(ByteString.readFrom(bytes));
      var answer = step(TransactRequest.newBuilder().setCall(call).build());
      return method.parseResponse(answer.getResponse().newInput());
    } catch (IOException e) {
      throw new UncheckedIOException("a message in memory cannot be read", e);
    }
  }

  /** Begins a part that can be undone alone. */
  void begin() {
    step(TransactRequest.newBuilder().setBegin(TransactRequest.Begin.getDefaultInstance()).build());
  }

  /** Keeps what was begun last. */
  void commit() {
    step(
        TransactRequest.newBuilder()
            .setCommit(TransactRequest.Commit.getDefaultInstance())
            .build());
  }

  /** Undoes what was begun last. */
  void rollback() {
    step(
        TransactRequest.newBuilder()
            .setRollback(TransactRequest.Rollback.getDefaultInstance())
            .build());
  }

  /** Ends the stream; what was not committed is undone. */
  void end() {
    stream().cancel("the transaction is over", null);
  }

  private ClientCallStreamObserver<TransactRequest> stream() {
    if (steps == null) {
      throw new IllegalStateException("a transaction that has not been started");
    }
    return steps;
  }

  private MetadataException over(@Nullable Throwable failure) {
    ended = Statuses.translate(server, failure);
    return ended;
  }

  private TransactResponse step(TransactRequest step) {
    if (ended != null) {
      throw ended;
    }
    stream().onNext(step);
    var answer =
        Uninterrupted.<@Nullable Answer, RuntimeException>wait(
            () -> answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    if (answer == null) {
      end();
      throw over(Status.DEADLINE_EXCEEDED.asRuntimeException());
    }
    var response = answer.response();
    if (response == null) {
      throw over(answer.failure());
    }
    if (response.hasFailure()) {
      throw Statuses.translate(
          server,
          Status.fromCodeValue(response.getFailure().getCode())
              .withDescription(response.getFailure().getMessage())
              .asRuntimeException());
    }
    return response;
  }
}
