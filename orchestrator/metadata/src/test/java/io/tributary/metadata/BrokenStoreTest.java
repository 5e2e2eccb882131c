package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.tributary.proto.mlmd.GetArtifactsByIDResponse;
import io.tributary.proto.mlmd.GetArtifactsRequest;
import io.tributary.proto.mlmd.PutArtifactsRequest;
import io.tributary.proto.mlmd.PutArtifactsResponse;
import io.tributary.proto.mlmd.PutExecutionRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract is worth something only if stores that are broken fail it: each of these breaks one
 * promise.
 */
class BrokenStoreTest {

  /** A store in front of a sound one that spoils some requests or answers. */
  private interface Fault {
    Message call(MetadataStore sound, Rpc rpc, Message request);
  }

  @TempDir Path directory;

  @Test
  void storeThatForgetsCustomPropertiesFails() {
    assertThat(failures(BrokenStoreTest::forgetCustomProperties))
        .contains(
            "artifactIsFoundAsItWasPut",
            "valuesOfEveryKindComeBackAsTheyWere",
            "maskLimitsAnUpdateToWhatItNames")
        .doesNotContain("parentContextsAreFoundFromBothEnds");
  }

  @Test
  void storeThatPutsOneByOneFails() {
    assertThat(failures(BrokenStoreTest::putOneByOne))
        .containsExactly("severalNodesArePutTogetherOrNotAtAll");
  }

  @Test
  void storeThatIgnoresMasksFails() {
    assertThat(failures(BrokenStoreTest::ignoreMasks))
        .containsExactly("maskLimitsAnUpdateToWhatItNames");
  }

  @Test
  void storeThatIgnoresPageTokensFails() {
    assertThat(failures(BrokenStoreTest::ignoreLimits))
        .contains("pageHoldsAtMostAHundred", "pageTokenIsBoundToItsOrder");
  }

  @Test
  void storeThatAlwaysReusesContextsFails() {
    assertThat(failures(BrokenStoreTest::alwaysReuse))
        .contains(
            "contextIsReusedOnDemand",
            "contextIsReusedByIdWhenForced",
            "executionThatFailsLeavesNothingBehind");
  }

  @Test
  void storeThatIgnoresFiltersFails() {
    assertThat(failures(BrokenStoreTest::ignoreFilters, FilterCases.class, LineageCases.class))
        .contains(
            "filtersFindWhatMlmdFinds",
            "filtersNarrowTheOtherListsAndPages",
            "namesAndValuesOfEveryKindAreFoundAndInjectNothing");
  }

  private static Message ignoreFilters(MetadataStore sound, Rpc rpc, Message request) {
    if (!(request instanceof GetArtifactsRequest list)) {
      return rpc.call(sound, request);
    }
    var spoilt = list.toBuilder();
    spoilt.getOptionsBuilder().clearFilterQuery();
    return sound.getArtifacts(spoilt.build());
  }

  private static Message forgetCustomProperties(MetadataStore sound, Rpc rpc, Message request) {
    var answer = rpc.call(sound, request);
    if (!(answer instanceof GetArtifactsByIDResponse artifacts)) {
      return answer;
    }
    var spoilt = artifacts.toBuilder();
    spoilt.getArtifactsBuilderList().forEach(artifact -> artifact.clearCustomProperties());
    return spoilt.build();
  }

  private static Message putOneByOne(MetadataStore sound, Rpc rpc, Message request) {
    if (!(request instanceof PutArtifactsRequest put)) {
      return rpc.call(sound, request);
    }
    var ids = PutArtifactsResponse.newBuilder();
    put.getArtifactsList()
        .forEach(
            artifact ->
                ids.addAllArtifactIds(
                    sound
                        .putArtifacts(
                            put.toBuilder().clearArtifacts().addArtifacts(artifact).build())
                        .getArtifactIdsList()));
    return ids.build();
  }

  private static Message ignoreMasks(MetadataStore sound, Rpc rpc, Message request) {
    return rpc.call(
        sound,
        request instanceof PutArtifactsRequest put
            ? put.toBuilder().clearUpdateMask().build()
            : request);
  }

  private static Message ignoreLimits(MetadataStore sound, Rpc rpc, Message request) {
    if (!(request instanceof GetArtifactsRequest list) || !list.hasOptions()) {
      return rpc.call(sound, request);
    }
    var answer = sound.getArtifacts(GetArtifactsRequest.getDefaultInstance());
    return list.getOptions().getNextPageToken().isEmpty()
        ? answer.toBuilder().build()
        : answer.toBuilder().clearArtifacts().build();
  }

  private static Message alwaysReuse(MetadataStore sound, Rpc rpc, Message request) {
    if (!(request instanceof PutExecutionRequest put)) {
      return rpc.call(sound, request);
    }
    var spoilt = put.toBuilder();
    spoilt.getOptionsBuilder().setReuseContextIfAlreadyExist(true);
    return sound.putExecution(spoilt.build());
  }

  /**
   * Runs the cases of the contract against the store with the fault; names those that fail. The
   * cases of reopening, of many writers and of filters are left out: they take long, and no fault
   * is about them.
   */
  private List<String> failures(Fault fault) {
    return failures(fault, LineageCases.class, Object.class);
  }

  /** Runs the cases of one class and those it builds on, up to another class. */
  private List<String> failures(Fault fault, Class<?> first, Class<?> end) {
    var failed = new ArrayList<String>();
    var cases = new ArrayList<Method>();
    for (Class<?> type = first; type != end; type = type.getSuperclass()) {
      Arrays.stream(type.getDeclaredMethods())
          .filter(method -> method.isAnnotationPresent(Test.class))
          .forEach(cases::add);
    }
    assertThat(cases).hasSizeGreaterThan(end == Object.class ? 60 : 5);
    var empty = directory.resolve("empty.db");
    MetadataDatabase.open(empty, Clock.systemUTC()).close();
    for (var method : cases) {
      try (var suite =
          new Suite(
              fault,
              Files.copy(
                  empty,
                  directory.resolve(method.getName() + ".db"),
                  StandardCopyOption.REPLACE_EXISTING))) {
        suite.openStore();
        method.setAccessible(true);
        method.invoke(suite);
      } catch (InvocationTargetException e) {
        failed.add(method.getName());
      } catch (Exception e) {
        throw new AssertionError(method.getName(), e);
      }
    }
    return failed;
  }

  private static final class Suite extends MetadataStoreContract implements AutoCloseable {

    private final Fault fault;
    private final Path file;
    private MetadataDatabase database;

    Suite(Fault fault, Path file) {
      this.fault = fault;
      this.file = file;
      this.database = open();
    }

    private MetadataDatabase open() {
      return MetadataDatabase.open(file, new TickingClock(Duration.ofMillis(1)));
    }

    @Override
    protected MetadataStore createStore() {
      var sound = database.store();
      return (MetadataStore)
          Proxy.newProxyInstance(
              MetadataStore.class.getClassLoader(),
              new Class<?>[] {MetadataStore.class},
              (proxy, method, arguments) ->
                  fault.call(sound, Rpc.named(method.getName()), (Message) arguments[0]));
    }

    @Override
    protected MetadataStore reopenStore() {
      database.close();
      database = open();
      return createStore();
    }

    @Override
    public void close() {
      database.close();
    }
  }
}
