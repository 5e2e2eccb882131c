package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.tributary.metadata.MetadataException.Code;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.ArtifactType;
import io.tributary.proto.mlmd.GetArtifactsByIDRequest;
import io.tributary.proto.mlmd.GetArtifactsByURIRequest;
import io.tributary.proto.mlmd.GetArtifactsRequest;
import io.tributary.proto.mlmd.PutArtifactTypeRequest;
import io.tributary.proto.mlmd.PutArtifactsRequest;
import io.tributary.proto.mlmd.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every kind of database must do with transactions and several writers. */
abstract class MetadataDatabaseContract {

  static final Clock CLOCK = new TickingClock(Duration.ofMillis(1));

  @TempDir Path directory;

  /** Opens the database of this test, which is empty at first; it may be open more than once. */
  abstract MetadataDatabase open();

  @Test
  void databaseHasANameForGood() {
    String name;
    try (var database = open()) {
      name = database.identity();
      assertThat(name).matches("[0-9a-f]{32}");
    }
    try (var database = open()) {
      assertThat(database.identity()).isEqualTo(name);
    }
  }

  @Test
  void workOfATransactionIsKeptTogether() {
    try (var database = open()) {
      var id =
          database.transact(
              () -> {
                var artifact = putArtifact(database, "a");
                database.runs().create(run("r"));
                database.leases().acquire("k", "me", Duration.ofMinutes(1));
                assertThat(database.runs().find("r")).isPresent();
                return artifact;
              });
      assertThat(
              database
                  .store()
                  .getArtifactsByID(GetArtifactsByIDRequest.newBuilder().addArtifactIds(id).build())
                  .getArtifactsCount())
          .isEqualTo(1);
      assertThat(database.runs().find("r")).isPresent();
      assertThat(database.leases().find("k")).isPresent();
    }
  }

  @Test
  void workOfATransactionThatThrowsIsUndoneTogether() {
    try (var database = open()) {
      assertThatThrownBy(
              () ->
                  database.transact(
                      () -> {
                        putArtifact(database, "a");
                        database.runs().create(run("r"));
                        database.leases().acquire("k", "me", Duration.ofMinutes(1));
                        throw new IOException("on the way");
                      }))
          .isInstanceOf(IOException.class)
          .hasMessage("on the way");
      assertThat(artifacts(database)).isZero();
      assertThat(database.runs().find("r")).isEmpty();
      assertThat(database.leases().find("k")).isEmpty();
    }
  }

  @Test
  void workThatNeedNotBeForcedIsKeptOrUndoneTogetherToo() {
    try (var database = open()) {
      database.transactUnforced(
          () -> {
            putArtifact(database, "a");
            database.runs().create(run("r"));
            return 0;
          });
      assertThatThrownBy(
              () ->
                  database.transactUnforced(
                      () -> {
                        putArtifact(database, "b");
                        throw new IOException("on the way");
                      }))
          .hasMessage("on the way");
      putArtifact(database, "c");
    }
    try (var database = open()) {
      assertThat(artifacts(database)).isEqualTo(2);
      assertThat(database.runs().find("r")).isPresent();
    }
  }

  @Test
  void partThatThrowsInsideATransactionIsUndoneAlone() {
    try (var database = open()) {
      database.transact(
          () -> {
            putArtifact(database, "a");
            assertThatThrownBy(() -> putArtifacts(database, "b", "a"))
                .isInstanceOf(MetadataException.class);
            assertThatThrownBy(
                    () ->
                        database.transact(
                            () -> {
                              putArtifact(database, "c");
                              throw new IllegalStateException("inner");
                            }))
                .hasMessage("inner");
            return putArtifact(database, "d");
          });
      assertThat(
              database
                  .store()
                  .getArtifacts(GetArtifactsRequest.getDefaultInstance())
                  .getArtifactsList())
          .extracting(Artifact::getName)
          .containsExactly("a", "d");
    }
  }

  @Test
  void othersReadTheLastCommitWhileATransactionIsOpen() throws Exception {
    var pool = Executors.newSingleThreadExecutor();
    try (var database = open()) {
      putArtifact(database, "committed");
      var seen =
          database.transact(
              () -> {
                putArtifact(database, "open");
                assertThat(artifacts(database)).isEqualTo(2);
                return pool.submit(() -> artifacts(database)).get(20, TimeUnit.SECONDS);
              });
      assertThat(seen).isEqualTo(1);
      assertThat(artifacts(database)).isEqualTo(2);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void twoConnectionsWriteAtOnceAndLoseNothing() throws Exception {
    var pool = Executors.newFixedThreadPool(4);
    try (var one = open();
        var two = open()) {
      var type = putType(one);
      var start = new CountDownLatch(1);
      var work = new ArrayList<java.util.concurrent.Future<?>>();
      for (int thread = 0; thread < 4; thread++) {
        var database = thread % 2 == 0 ? one : two;
        var name = "t" + thread + "-";
        work.add(
            pool.submit(
                () -> {
                  start.await();
                  for (int i = 0; i < 15; i++) {
                    database
                        .store()
                        .putArtifacts(
                            PutArtifactsRequest.newBuilder()
                                .addArtifacts(
                                    Artifact.newBuilder().setTypeId(type).setName(name + i))
                                .build());
                  }
                  return name;
                }));
      }
      start.countDown();
      for (var future : work) {
        future.get(60, TimeUnit.SECONDS);
      }
      assertThat(artifacts(one)).isEqualTo(60);
      assertThat(artifacts(two)).isEqualTo(60);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void sixtyFourWritersLoseNothingAndThoseThatFailHarmNobodyElse() throws Exception {
    try (var database = open()) {
      var type = putType(database);
      putArtifact(database, "taken");
      var sums =
          StoreFixture.inParallel(
              64,
              thread -> {
                long sum = 0;
                for (int i = 0; i < 6; i++) {
                  int number = thread * 6 + i;
                  var artifact =
                      Artifact.newBuilder()
                          .setTypeId(type)
                          .setName(i % 3 == 2 ? "taken" : "n" + number)
                          .putCustomProperties(
                              "number", Value.newBuilder().setIntValue(number).build());
                  var request = PutArtifactsRequest.newBuilder().addArtifacts(artifact).build();
                  if (i % 3 == 2) {
                    fails(
                        Code.ALREADY_EXISTS, "taken", () -> database.store().putArtifacts(request));
                  } else {
                    database.store().putArtifacts(request);
                    sum += number;
                  }
                }
                return sum;
              });
      var stored =
          database
              .store()
              .getArtifacts(GetArtifactsRequest.getDefaultInstance())
              .getArtifactsList();
      assertThat(stored).hasSize(64 * 4 + 1);
      assertThat(
              stored.stream()
                  .mapToLong(
                      artifact ->
                          artifact
                              .getCustomPropertiesOrDefault("number", Value.getDefaultInstance())
                              .getIntValue())
                  .sum())
          .isEqualTo(sums.stream().mapToLong(Long::longValue).sum());
    }
  }

  @Test
  void closedDatabaseSaysSo() {
    var database = open();
    database.close();
    database.close();
    fails(Code.UNAVAILABLE, "closed", () -> artifacts(database));
    fails(Code.UNAVAILABLE, "closed", () -> database.runs().create(run("r")));
  }

  @Test
  @SuppressWarnings("try")
  void closingWithinATransactionIsRefused() {
    try (var database = open()) {
      fails(
          Code.FAILED_PRECONDITION,
          "within a transaction",
          () ->
              database.transact(
                  () -> {
                    database.close();
                    return 0;
                  }));
      assertThat(artifacts(database)).isZero();
    }
  }

  @Test
  void valuesAndTextsOfAnySizeAreKept() {
    try (var database = open()) {
      var type = putType(database);
      var random = new Random(7);
      var big = new StringBuilder("naïve 🚕 ");
      random.ints(100_000, ' ', 0xd7ff).forEach(big::appendCodePoint);
      var artifact =
          Artifact.newBuilder()
              .setTypeId(type)
              .setUri(big.toString())
              .putCustomProperties(
                  "text", Value.newBuilder().setStringValue(big.toString()).build())
              .putCustomProperties("empty", Value.newBuilder().setStringValue("").build())
              .putCustomProperties(
                  "message", Value.newBuilder().setProtoValue(Any.getDefaultInstance()).build())
              .putCustomProperties("nan", Value.newBuilder().setDoubleValue(Double.NaN).build())
              .putCustomProperties("most", Value.newBuilder().setIntValue(Long.MIN_VALUE).build())
              .build();
      database
          .store()
          .putArtifacts(PutArtifactsRequest.newBuilder().addArtifacts(artifact).build());
      var stored =
          database
              .store()
              .getArtifactsByURI(
                  GetArtifactsByURIRequest.newBuilder().addUris(big.toString()).build())
              .getArtifacts(0);
      assertThat(stored.getCustomPropertiesMap()).isEqualTo(artifact.getCustomPropertiesMap());
      assertThat(stored.getUri()).isEqualTo(artifact.getUri());
    }
  }

  static void fails(Code code, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MetadataException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
        .hasMessageContaining(message)
        .hasMessageContaining("(expected: ");
  }

  static long putType(MetadataDatabase database) {
    return database
        .store()
        .putArtifactType(
            PutArtifactTypeRequest.newBuilder()
                .setArtifactType(ArtifactType.newBuilder().setName("A"))
                .build())
        .getTypeId();
  }

  static long putArtifact(MetadataDatabase database, String name) {
    return putArtifacts(database, name).get(0);
  }

  static List<Long> putArtifacts(MetadataDatabase database, String... names) {
    var type = putType(database);
    var request = PutArtifactsRequest.newBuilder();
    for (var name : names) {
      request.addArtifacts(Artifact.newBuilder().setTypeId(type).setName(name));
    }
    return database.store().putArtifacts(request.build()).getArtifactIdsList();
  }

  static int artifacts(MetadataDatabase database) {
    return database
        .store()
        .getArtifacts(GetArtifactsRequest.getDefaultInstance())
        .getArtifactsCount();
  }

  static PipelineRun run(String id) {
    return PipelineRun.starting(id, "taxi", Instant.EPOCH, ByteString.EMPTY, Map.of(), "me", true);
  }
}
