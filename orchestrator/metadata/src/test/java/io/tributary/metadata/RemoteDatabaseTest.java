package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.metadata.MetadataException.Code;
import io.tributary.metadata.grpc.MetadataClient;
import io.tributary.metadata.grpc.MetadataServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All of a database over gRPC, against a server on SQLite. */
class RemoteDatabaseTest extends MetadataDatabaseContract {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private MetadataDatabase served;
  private MetadataServer server;

  @BeforeEach
  void serve() throws IOException {
    served = MetadataDatabase.open(directory.resolve("metadata.db"), CLOCK);
    server = MetadataServer.start(served, MetadataServer.Options.loopback(0));
  }

  @AfterEach
  void stop() {
    server.close();
    served.close();
  }

  @Override
  MetadataDatabase open() {
    return open(server.port());
  }

  private static MetadataDatabase open(int port) {
    try {
      return new MetadataClient("127.0.0.1:" + port).withPatience(PATIENCE).open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void moreTransactionsThanTheServerHasThreadsLoseNothing() throws Exception {
    var pool = Executors.newFixedThreadPool(64);
    try (var database = open()) {
      var start = new CountDownLatch(1);
      var work = new ArrayList<Future<Long>>();
      for (int thread = 0; thread < 64; thread++) {
        var name = "t" + thread;
        work.add(
            pool.submit(
                () -> {
                  start.await();
                  return thread(database, name);
                }));
      }
      start.countDown();
      for (var future : work) {
        assertThat(future.get(60, TimeUnit.SECONDS)).isPositive();
      }
      assertThat(artifacts(database)).isEqualTo(128);
    } finally {
      pool.shutdownNow();
    }
  }

  /** One artifact in a transaction, one outside. */
  private static long thread(MetadataDatabase database, String name) {
    putArtifact(database, name + "-alone");
    return database.transact(
        () -> {
          database.runs().create(run(name));
          return putArtifact(database, name);
        });
  }

  /** Nothing waits for an answer to a step that cannot be answered any more. */
  @Test
  @Timeout(20)
  void transactionWhoseConnectionBreaksIsUndoneAndTheNextOneConnectsAgain() throws Exception {
    try (var proxy = new CuttingProxy(server.port());
        var database = open(proxy.port())) {
      fails(
          Code.UNAVAILABLE,
          "metadata server",
          () ->
              database.transact(
                  () -> {
                    putArtifact(database, "lost");
                    proxy.cut();
                    return putArtifact(database, "lost, too");
                  }));
      assertThat(artifacts(database)).isZero();
      assertThat(database.<Long, RuntimeException>transact(() -> putArtifact(database, "kept")))
          .isPositive();
    }
  }

  @Test
  void whatOnlyReadsWaitsForAServerThatWasThere() throws Exception {
    var pool = Executors.newSingleThreadExecutor();
    try (var database = open()) {
      putArtifact(database, "a");
      int port = server.port();
      server.close();
      var asked = pool.submit(() -> artifacts(database));
      server = MetadataServer.start(served, MetadataServer.Options.loopback(port));
      assertThat(asked.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void serverThatWasNeverThereIsNotWaitedFor() {
    int port = server.port();
    server.close();
    try (var database = open(port)) {
      fails(Code.UNAVAILABLE, "start it, or correct the address", () -> artifacts(database));
      fails(
          Code.UNAVAILABLE,
          "start it, or correct the address",
          () -> database.transact(() -> artifacts(database)));
    }
  }

  @Test
  void clientThatGoesAwayInATransactionHoldsNobodyUp() {
    var first = open();
    try (var second = open()) {
      assertThatThrownBy(
              () ->
                  first.transact(
                      () -> {
                        putArtifact(first, "lost");
                        throw new InterruptedException("the process dies");
                      }))
          .isInstanceOf(InterruptedException.class);
      first.close();
      assertThat(putArtifact(second, "kept")).isPositive();
      assertThat(artifacts(second)).isEqualTo(1);
    }
  }

  @Test
  void schedulesAreNotOffered() {
    try (var database = open()) {
      fails(Code.UNIMPLEMENTED, "name the database itself", database::schedules);
    }
  }

  @Test
  void interruptedThreadStillGetsItsAnswer() {
    try (var database = open()) {
      Thread.currentThread().interrupt();
      var id =
          database.<Long, RuntimeException>transact(
              () -> putArtifact(database, "of a canceled node"));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(id).isPositive();
      assertThat(artifacts(database)).isEqualTo(1);
    }
  }
}
