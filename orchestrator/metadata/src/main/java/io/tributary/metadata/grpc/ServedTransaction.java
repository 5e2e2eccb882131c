package io.tributary.metadata.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.MetadataException.Code;
import io.tributary.proto.orchestration.TransactRequest;
import io.tributary.proto.orchestration.TransactRequest.StepCase;
import io.tributary.proto.orchestration.TransactResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A transaction that a client conducts, one step at a time. A thread of its own holds it, because a
 * database's transactions belong to threads.
 */
final class ServedTransaction {
  /** How long a client may think between two steps; everybody else waits meanwhile. */
  static final Duration SILENCE = Duration.ofSeconds(30);

  private final MetadataDatabase database;
  private final Operations operations;
  private final StreamObserver<TransactResponse> responses;
  private final BlockingQueue<Optional<TransactRequest>> steps = new LinkedBlockingQueue<>();

  private ServedTransaction(
      MetadataDatabase database,
      Operations operations,
      StreamObserver<TransactResponse> responses) {
    this.database = database;
    this.operations = operations;
    this.responses = responses;
  }

  static StreamObserver<TransactRequest> begin(
      MetadataDatabase database,
      Operations operations,
      StreamObserver<TransactResponse> responses) {
    var transaction = new ServedTransaction(database, operations, responses);
    ((ServerCallStreamObserver<TransactResponse>) responses).setOnCancelHandler(transaction::gone);
    var thread = new Thread(transaction::run, "metadata-transaction");
    thread.setDaemon(true);
    thread.start();
    return transaction.receiver();
  }

  private StreamObserver<TransactRequest> receiver() {
    return new StreamObserver<>() {
      @Override
      public void onNext(TransactRequest step) {
        steps.add(Optional.of(step));
      }

      @Override
      public void onError(Throwable cause) {
        gone();
      }

      @Override
      public void onCompleted() {
        gone();
      }
    };
  }

  private void gone() {
    steps.add(Optional.empty());
  }

  /** The client undoes what it began last. */
  private static final class RolledBack extends Exception {
    private static final long serialVersionUID = 1L;

    RolledBack() {
      super("rolled back by the client", null, false, false);
    }
  }

  /** The client went away, or is silent, in the middle of the transaction. */
  private static final class Gone extends Exception {
    private static final long serialVersionUID = 1L;

    Gone(String message) {
      super(message, null, false, false);
    }
  }

  private void run() {
    try {
      if (next().getStepCase() != StepCase.BEGIN) {
        throw new MetadataException(
            Code.INVALID_ARGUMENT,
            "transaction: its first step is no begin (expected: begin); send it before anything else");
      }
      transact();
      responses.onCompleted();
    } catch (Gone e) {
      responses.onError(
          Statuses.of(new MetadataException(Code.ABORTED, String.valueOf(e.getMessage()), e)));
    } catch (RuntimeException e) {
      responses.onError(Statuses.of(e));
    } catch (Error e) {
      responses.onError(Statuses.of(e));
      throw e;
    }
  }

  /** What is between a begin and its commit or rollback; answers all three. */
  private void transact() throws Gone {
    try {
      database.<Boolean, Exception>transact(
          () -> {
            done();
            steps();
            return true;
          });
    } catch (RolledBack e) {
      done();
      return;
    } catch (Gone | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("a step of a transaction threw what none throws", e);
    }
    done();
  }

  private void steps() throws Gone, RolledBack {
    while (true) {
      var step = next();
      switch (step.getStepCase()) {
        case CALL -> call(step.getCall());
        case BEGIN -> part();
        case COMMIT -> {
          return;
        }
        case ROLLBACK -> throw new RolledBack();
        case STEP_NOT_SET ->
            failed(
                new MetadataException(
                    Code.INVALID_ARGUMENT,
                    "transaction: an empty step (expected: call, begin, commit or rollback); send one of them"));
      }
    }
  }

  private void part() throws Gone {
    try {
      transact();
    } catch (MetadataException e) {
      failed(e);
    }
  }

  private void call(TransactRequest.Call call) {
    try {
      var response = operations.answer(call.getMethod(), call.getRequest());
      responses.onNext(TransactResponse.newBuilder().setResponse(response).build());
    } catch (MetadataException e) {
      failed(e);
    }
  }

  private TransactRequest next() throws Gone {
    Optional<TransactRequest> step;
    try {
      step = steps.poll(SILENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Gone("transaction: the server stops (expected: to run on); try again");
    }
    if (step == null) {
      throw new Gone(
          "transaction: no step for "
              + SILENCE.toSeconds()
              + " s (expected: the next one, a commit or a rollback); it was undone, others were waiting; try again");
    }
    return step.orElseThrow(
        () -> new Gone("transaction: its client went away (expected: a commit); it was undone"));
  }

  private void done() {
    responses.onNext(
        TransactResponse.newBuilder().setDone(TransactResponse.Done.getDefaultInstance()).build());
  }

  private void failed(MetadataException e) {
    responses.onNext(
        TransactResponse.newBuilder()
            .setFailure(
                TransactResponse.Failure.newBuilder()
                    .setCode(e.code().number())
                    .setMessage(String.valueOf(e.getMessage())))
            .build());
  }
}
