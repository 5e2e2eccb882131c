package io.tributary.components.pusher;

import static io.tributary.components.evaluator.TinyModels.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.Channel;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.FakeRun;
import io.tributary.api.InputArtifact;
import io.tributary.api.PastOutputs;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.InfraBlessing;
import io.tributary.api.artifact.Model;
import io.tributary.api.artifact.ModelBlessing;
import io.tributary.api.artifact.PushedModel;
import io.tributary.components.evaluator.TinyModels;
import io.tributary.components.infravalidator.FakeTriton;
import io.tributary.components.infravalidator.InfraValidator;
import io.tributary.components.infravalidator.Past;
import io.tributary.serving.BytesTensor;
import io.tributary.serving.DoubleTensor;
import io.tributary.serving.InferenceClient;
import io.tributary.serving.embedded.ModelServer;
import io.tributary.serving.repository.ModelRepository;
import io.tributary.serving.repository.RepositoryException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PusherTest {
  private static final Channel<Model> MODEL =
      Channel.of("Trainer", "model", ArtifactType.of(Model.class));
  private static final Channel<Examples> EXAMPLES =
      Channel.of("Ingest", "examples", ArtifactType.of(Examples.class));
  private static final Channel<ModelBlessing> BLESSING =
      Channel.of("Evaluator", "blessing", ArtifactType.of(ModelBlessing.class));
  private static final Channel<InfraBlessing> INFRA =
      Channel.of("InfraValidator", "blessing", ArtifactType.of(InfraBlessing.class));
  private static final String NAME = "taxi";

  @TempDir Path directory;
  private Path repositoryPath;
  private ModelRepository repository;
  private Path first;
  private Path second;
  private int runs;

  @BeforeEach
  void makeModels() throws Exception {
    repositoryPath = directory.resolve("serving");
    repository = new ModelRepository(repositoryPath);
    first = TinyModels.model(directory.resolve("first"), 1.0);
    second = TinyModels.model(directory.resolve("second"), 0.5);
  }

  private Pusher pusher() {
    return new Pusher(MODEL, PushDestination.repository(repositoryPath, NAME));
  }

  private Pusher pusherTo(ModelServer server) {
    var destination =
        PushDestination.repository(repositoryPath, NAME)
            .withServer(server.grpcAddress().orElseThrow());
    return new Pusher(MODEL, destination).withInfraBlessing(INFRA);
  }

  private InputArtifact<PushedModel> push(Pusher pusher, Path model) throws Exception {
    return push(pusher, model, null, null);
  }

  private InputArtifact<PushedModel> push(
      Pusher pusher,
      Path model,
      @Nullable Boolean blessed,
      @Nullable InputArtifact<InfraBlessing> infra)
      throws Exception {
    try (var run = FakeRun.of(pusher, directory.resolve("run" + runs++))) {
      run.given(MODEL, model);
      if (blessed != null) {
        run.given(
            BLESSING,
            Files.createDirectories(directory.resolve("blessing")),
            Map.of(
                ModelBlessing.BLESSED,
                blessed,
                ModelBlessing.CURRENT_MODEL_DIGEST,
                run.input(MODEL).digest(),
                ModelBlessing.MESSAGE,
                "not blessed: auc on overall: 0.75 (expected: >= 0.9)"));
      }
      if (infra != null) {
        run.given(INFRA, infra);
      }
      run.execute();
      return run.made(Pusher.Outputs::pushedModel);
    }
  }

  private InputArtifact<InfraBlessing> validated(Path model) throws Exception {
    var rows = List.of(row("Card", 0.25, 1), row(null, 0.5, 0));
    var examples = TinyModels.examples(directory.resolve("examples" + runs), rows);
    try (var run =
        FakeRun.of(new InfraValidator(MODEL, EXAMPLES), directory.resolve("run" + runs++))) {
      run.given(MODEL, model).given(EXAMPLES, examples).execute();
      return run.made(InfraValidator.Outputs::blessing);
    }
  }

  private static double ask(InferenceClient client, String version) {
    var answer =
        client.infer(
            NAME,
            version,
            Map.of("score", DoubleTensor.column(0.5), "payment_type", BytesTensor.column("Card")));
    return answer.outputs().doubles("probability")[0];
  }

  private ModelServer serve() throws IOException {
    return ModelServer.serving(Files.createDirectories(repositoryPath)).grpcPort(0).start();
  }

  @Test
  void aPushedModelIsTheOneThatIsServed() throws Exception {
    var pushed = push(pusher(), first);

    assertThat(repository.served(NAME)).containsExactly(1L);
    assertThat(pushed.property(PushedModel.PUSHED)).contains(true);
    assertThat(pushed.property(PushedModel.VERSION)).contains("1");
    assertThat(pushed.property(PushedModel.MODEL_NAME)).contains(NAME);
    assertThat(pushed.property(PushedModel.DESTINATION))
        .contains(repository.directory(NAME, 1).toString());
    assertThat(pushed.property(PushedModel.MESSAGE)).contains("pushed: version 1 serves");
    assertThat(pushed.path().resolve("push.json"))
        .content()
        .contains("\"model.onnx\" : \"")
        .doesNotContain(directory.toString());
  }

  @Test
  void aNewModelIsANewVersionThatServesInsteadOfTheOldOne() throws Exception {
    push(pusher(), first);
    var pushed = push(pusher(), second);

    assertThat(repository.versions(NAME)).containsExactly(1L, 2L);
    assertThat(repository.served(NAME)).containsExactly(2L);
    assertThat(pushed.property(PushedModel.MESSAGE))
        .contains("pushed: version 2 serves instead of version 1");
  }

  @Test
  void theSameContentMakesNoNewVersion() throws Exception {
    push(pusher(), first);
    var again = push(pusher(), first);

    assertThat(repository.versions(NAME)).containsExactly(1L);
    assertThat(again.property(PushedModel.PUSHED)).contains(true);
    assertThat(again.property(PushedModel.MESSAGE))
        .contains("pushed: version 1 has this content already");
  }

  @Test
  void aVersionThatIsThereAlreadyIsSwitchedTo() throws Exception {
    push(pusher(), first);
    push(pusher(), second);
    push(pusher(), first);

    assertThat(repository.versions(NAME)).containsExactly(1L, 2L);
    assertThat(repository.served(NAME)).containsExactly(1L);
  }

  @Test
  void withoutARepositoryOfItsOwnThePushGoesToTheInstallations() throws Exception {
    var pusher = new Pusher(MODEL, PushDestination.installation(NAME));
    var pushed = push(pusher, first);
    var version = Path.of(pushed.property(PushedModel.DESTINATION).orElseThrow());

    assertThat(version.resolve("model.onnx")).exists();
    var repository = version.resolve("../..").normalize();
    assertThat(pusher.isReusable(new Past<>(pushed, repository, Optional.empty()))).isTrue();
    assertThat(pusher.isReusable(past(pushed))).isFalse();
  }

  @Test
  void aModelThatIsNotBlessedIsNotPushedAndTheReasonIsKept() throws Exception {
    push(pusher(), first);
    var refused = push(pusher().withBlessing(BLESSING), second, false, null);

    assertThat(refused.property(PushedModel.PUSHED)).contains(false);
    assertThat(refused.property(PushedModel.MESSAGE))
        .contains("not pushed: evaluation: not blessed: auc on overall: 0.75 (expected: >= 0.9)");
    assertThat(repository.versions(NAME)).containsExactly(1L);
    assertThat(refused.path().resolve("push.json")).content().contains("\"pushed\" : false");
  }

  @Test
  void aBlessedModelIsPushed() throws Exception {
    var pushed =
        push(
            pusher().withBlessing(BLESSING).withInfraBlessing(INFRA),
            first,
            true,
            validated(first));

    assertThat(pushed.property(PushedModel.MESSAGE))
        .contains("pushed: version 1 serves, golden rows answered as offline");
  }

  @Test
  void aBlessingThatIsWiredAndAbsentCountsAsNone() throws Exception {
    assertThat(push(pusher().withBlessing(BLESSING), first).property(PushedModel.MESSAGE))
        .contains("not pushed: there is no blessing");
    assertThat(push(pusher().withInfraBlessing(INFRA), first).property(PushedModel.MESSAGE))
        .contains("not pushed: there is no infra blessing");
    assertThat(repositoryPath).doesNotExist();
  }

  @Test
  void aModelThatCannotBeServedIsNotPushed() throws Exception {
    Files.writeString(second.resolve("model.onnx"), "damaged");
    var refused = push(pusher().withInfraBlessing(INFRA), second, null, validated(second));

    assertThat(refused.property(PushedModel.PUSHED)).contains(false);
    assertThat(refused.property(PushedModel.MESSAGE))
        .hasValueSatisfying(
            text -> assertThat(text).startsWith("not pushed: infra validation: not blessed: "));
  }

  @Test
  void theBlessingOfAnotherModelIsRefused() {
    assertThatThrownBy(
            () -> {
              try (var run =
                  FakeRun.of(pusher().withBlessing(BLESSING), directory.resolve("run"))) {
                run.given(MODEL, first)
                    .given(
                        BLESSING,
                        first,
                        Map.of(
                            ModelBlessing.BLESSED,
                            true,
                            ModelBlessing.CURRENT_MODEL_DIGEST,
                            "another"))
                    .execute();
              }
            })
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("of the model with digest another");
  }

  @Test
  void aModelThatAnswersOtherwiseThanTheGoldenRowsNeverReachesTheRepository() throws Exception {
    push(pusher(), first);
    var ofAnother = validated(first);

    assertThatThrownBy(() -> push(pusher().withInfraBlessing(INFRA), second, null, ofAnother))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("output 'probability' is 0.125 at index 0 (expected: 0.25")
        .hasMessageContaining("the version that was served before is served on");
    assertThat(repository.versions(NAME)).containsExactly(1L);
    assertThat(repository.served(NAME)).containsExactly(1L);
  }

  @Test
  void aCorruptedModelFileIsRefusedAndWhatWasServedIsServedOn() throws Exception {
    push(pusher(), first);
    Files.writeString(second.resolve("model.onnx"), "damaged");

    assertThatThrownBy(() -> push(pusher(), second))
        .isInstanceOfSatisfying(
            ExecutionFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(Code.INVALID_DATA))
        .hasMessageContaining("7 bytes that ONNX Runtime cannot load");
    assertThat(repository.served(NAME)).containsExactly(1L);
    assertThat(repository.versions(NAME)).containsExactly(1L);
  }

  @Test
  void aModelWithoutGraphIsRefused() throws Exception {
    Files.delete(second.resolve("model.onnx"));

    assertThatThrownBy(() -> push(pusher(), second))
        .hasMessageContaining("model.onnx: no such file");
  }

  @Test
  void aRepositoryThatIsAFileIsRefused() throws Exception {
    Files.writeString(repositoryPath, "a file");

    assertThatThrownBy(() -> push(pusher(), first))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("is a file (expected: a directory");
  }

  @Test
  void aRepositoryBelowAFileIsRefused() throws Exception {
    Files.writeString(directory.resolve("file"), "a file");
    var below = PushDestination.repository(directory.resolve("file/serving"), NAME);

    assertThatThrownBy(() -> push(new Pusher(MODEL, below), first))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("file/serving");
  }

  @Test
  void aDamagedVersionIsReplaced() throws Exception {
    push(pusher(), first);
    Files.writeString(repository.directory(NAME, 1).resolve("model.onnx"), "damaged");
    var pushed = push(pusher(), first);

    assertThat(pushed.property(PushedModel.VERSION)).contains("2");
    assertThat(repository.served(NAME)).containsExactly(2L);
  }

  @Test
  void refusalsOfTheFileSystemHaveTheirCodes() {
    var denied = new RepositoryException("cannot", new AccessDeniedException("/serving"));
    var full = new RepositoryException("cannot: No space left on device", new IOException("x"));

    assertThat(Pusher.codeOf(denied)).isEqualTo(Code.PERMISSION_DENIED);
    assertThat(Pusher.codeOf(full)).isEqualTo(Code.RESOURCE_EXHAUSTED);
    assertThat(Pusher.codeOf(new RepositoryException("other"))).isEqualTo(Code.FAILED_PRECONDITION);
  }

  @Test
  void aRunningServerTakesTheModelOver() throws Exception {
    try (var server = serve()) {
      push(pusherTo(server), first, null, validated(first));
      assertThat(ask(server.client(), "")).isEqualTo(0.5);

      push(pusherTo(server), second, null, validated(second));
      assertThat(ask(server.client(), "")).isEqualTo(0.25);
      assertThat(server.client().modelReady(NAME, "2")).isTrue();
      assertThat(server.client().modelReady(NAME, "1")).isFalse();

      push(pusherTo(server), first, null, validated(first));
      assertThat(ask(server.client(), "")).isEqualTo(0.5);
      assertThat(server.client().modelReady(NAME, "2")).isFalse();
    }
  }

  @Test
  void aServerThatLostTheModelGetsItAgain() throws Exception {
    try (var server = serve()) {
      var pushed = push(pusherTo(server), first, null, validated(first));
      assertThat(pusherTo(server).isReusable(past(pushed))).isTrue();
      server.client().unload(NAME);

      assertThat(pusherTo(server).isReusable(past(pushed))).isFalse();
      push(pusherTo(server), first, null, validated(first));
      assertThat(server.client().modelReady(NAME, "1")).isTrue();
    }
  }

  @Test
  void aServerOfAnotherRepositoryIsRefusedAndNothingIsSwitched() throws Exception {
    push(pusher(), first);
    var other = Files.createDirectories(directory.resolve("other"));
    try (var server = ModelServer.serving(other).grpcPort(0).start()) {
      assertThatThrownBy(() -> push(pusherTo(server), second, null, validated(second)))
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("is not in the repository");
    }
    assertThat(repository.served(NAME)).containsExactly(1L);
    assertThat(repository.versions(NAME)).containsExactly(1L);
  }

  @Test
  void aServerThatCannotLoadTheNewVersionServesTheOldOneOn() throws Exception {
    push(pusher(), first);
    var copy = directory.resolve("copy");
    push(new Pusher(MODEL, PushDestination.repository(copy, NAME)), first);
    try (var server = ModelServer.serving(copy).grpcPort(0).start()) {
      assertThatThrownBy(() -> push(pusherTo(server), second, null, validated(second)))
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("correct what is named and run again");
      assertThat(ask(server.client(), "")).isEqualTo(0.5);
    }
    assertThat(repository.served(NAME)).containsExactly(1L);
    assertThat(repository.versions(NAME)).containsExactly(1L);
  }

  @Test
  void whatAPusherThatDiedHasPlacedIsUsed() throws Exception {
    push(pusher(), first);
    repository.publish(NAME, second.resolve("model.onnx"));
    var pushed = push(pusher(), second);

    assertThat(pushed.property(PushedModel.VERSION)).contains("2");
    assertThat(repository.versions(NAME)).containsExactly(1L, 2L);
    assertThat(repository.served(NAME)).containsExactly(2L);
  }

  @Test
  void aServerThatDoesNotAnswerIsAFailureThatMayBeRetried() throws Exception {
    push(pusher(), first);
    String address;
    try (var server = serve()) {
      address = server.grpcAddress().orElseThrow();
    }
    var gone =
        new Pusher(MODEL, PushDestination.repository(repositoryPath, NAME).withServer(address));

    assertThatThrownBy(() -> push(gone, second))
        .isInstanceOfSatisfying(
            ExecutionFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(Code.UNAVAILABLE))
        .hasMessageContaining(address + " does not answer");
    assertThat(repository.versions(NAME)).containsExactly(1L);
  }

  @Test
  void aPastPushIsReusedOnlyWhileItHolds() throws Exception {
    var pushed = push(pusher(), first);
    assertThat(pusher().isReusable(past(pushed))).isTrue();

    Files.writeString(repository.directory(NAME, 1).resolve("model.onnx"), "damaged");
    assertThat(pusher().isReusable(past(pushed))).isFalse();

    var again = push(pusher(), first);
    assertThat(pusher().isReusable(past(again))).isTrue();
    push(pusher(), second);
    assertThat(pusher().isReusable(past(again))).isFalse();
    assertThat(pusher().isReusable(past(null))).isFalse();
  }

  @Test
  void aPastRefusalIsReused() throws Exception {
    var refused = push(pusher().withBlessing(BLESSING), second, false, null);

    assertThat(pusher().isReusable(past(refused))).isTrue();
  }

  private PastOutputs<Pusher.Outputs> past(@Nullable InputArtifact<PushedModel> artifact) {
    return new Past<>(artifact, directory.resolve("home"), Optional.empty());
  }

  private InputArtifact<PushedModel> pushTo(String server, Path model) throws Exception {
    var golden = validated(model);
    try (var run = FakeRun.of(installed(), directory.resolve("run" + runs++))) {
      run.withServing(repositoryPath, server).given(MODEL, model).given(INFRA, golden).execute();
      return run.made(Pusher.Outputs::pushedModel);
    }
  }

  private static Pusher installed() {
    return new Pusher(MODEL, PushDestination.installation(NAME)).withInfraBlessing(INFRA);
  }

  @Test
  void aPushToTheInstallationGoesToTheServerOfTheRun() throws Exception {
    try (var server = serve()) {
      var address = server.grpcAddress().orElseThrow();
      pushTo(address, first);
      var pushed = pushTo(address, second);

      assertThat(ask(server.client(), "")).isEqualTo(0.25);
      assertThat(server.client().modelReady(NAME, "1")).isFalse();
      assertThat(pushed.property(PushedModel.SERVER)).contains(address);
      assertThat(pushed.property(PushedModel.DESTINATION))
          .contains(repository.directory(NAME, 2).toString());
    }
  }

  @Test
  void aPushToARepositoryOfItsOwnHasNothingToDoWithTheServerOfTheRun() throws Exception {
    var own = directory.resolve("own");
    try (var run =
        FakeRun.of(
            new Pusher(MODEL, PushDestination.repository(own, NAME)), directory.resolve("run"))) {
      run.withServing(repositoryPath, "localhost:1").given(MODEL, first).execute();

      assertThat(run.made(Pusher.Outputs::pushedModel).property(PushedModel.SERVER)).isEmpty();
      assertThat(new ModelRepository(own).served(NAME)).containsExactly(1L);
    }
  }

  @Test
  void aPastPushIsReusedOnlyForTheServerThatServesIt() throws Exception {
    try (var server = serve();
        var same = ModelServer.serving(repositoryPath).grpcPort(0).start()) {
      var address = server.grpcAddress();
      var pushed = pushTo(address.orElseThrow(), first);
      var embedded = push(new Pusher(MODEL, PushDestination.installation(NAME)), first);

      assertThat(installed().isReusable(new Past<>(pushed, repositoryPath, address))).isTrue();
      assertThat(installed().isReusable(new Past<>(pushed, repositoryPath, same.grpcAddress())))
          .isFalse();
      assertThat(installed().isReusable(new Past<>(pushed, repositoryPath, Optional.empty())))
          .isFalse();
      assertThat(installed().isReusable(new Past<>(pushed, directory, address))).isFalse();
      assertThat(installed().isReusable(new Past<>(embedded, repositoryPath, address))).isFalse();
      server.client().unload(NAME);
      assertThat(installed().isReusable(new Past<>(pushed, repositoryPath, address))).isFalse();
    }
  }

  @Test
  void weightsThatTheServerSilentlyKeepsAreFoundOutAndWhatWasServedIsServedOn() throws Exception {
    push(pusher(), first);
    try (var server = FakeTriton.serving(repositoryPath).answeringFrom(NAME, "1")) {
      assertThatThrownBy(() -> pushTo(server.address(), second))
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("version 2: output 'probability' is 0.25 at index 0")
          .hasMessageContaining("the version that was served before is served on");
      assertThat(server.modelReady(NAME, "1")).isTrue();
      assertThat(server.modelReady(NAME, "2")).isFalse();
    }
    assertThat(repository.versions(NAME)).containsExactly(1L);
    assertThat(repository.served(NAME)).containsExactly(1L);
  }

  @Test
  void aModelThatTheServerAloneCannotLoadIsTakenAwayAndTheOldOneServesOn() throws Exception {
    push(pusher(), first);
    try (var server = FakeTriton.serving(repositoryPath).refusing(NAME::equals)) {
      assertThatThrownBy(() -> pushTo(server.address(), second))
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining(FakeTriton.REASON);
      assertThat(ask(server, "")).isEqualTo(0.5);
    }
    assertThat(repository.versions(NAME)).containsExactly(1L);
    assertThat(repository.served(NAME)).containsExactly(1L);
  }

  @Test
  void wrongDestinationsAreRefused() {
    assertThatThrownBy(() -> PushDestination.repository(repositoryPath, "../taxi"))
        .hasMessageContaining("modelName: '../taxi' (expected: 1 to 200 letters");
    assertThatThrownBy(
            () -> PushDestination.repository(repositoryPath, NAME).withServer("http://here:8001/x"))
        .hasMessageContaining("host:port");
    assertThatThrownBy(
            () -> PushDestination.repository(repositoryPath, NAME).withServer("localhost"))
        .hasMessageContaining("host:port");
    assertThatThrownBy(
            () -> PushDestination.repository(repositoryPath, NAME).withServer("localhost:70000"))
        .hasMessageContaining("host:port");
  }
}
