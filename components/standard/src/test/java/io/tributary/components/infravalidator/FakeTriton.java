package io.tributary.components.infravalidator;

import io.tributary.proto.inference.ModelConfig;
import io.tributary.serving.InferenceClient;
import io.tributary.serving.InferenceResult;
import io.tributary.serving.ModelIndex;
import io.tributary.serving.ModelMetadata;
import io.tributary.serving.ModelStatistics;
import io.tributary.serving.ServerMetadata;
import io.tributary.serving.ServingException;
import io.tributary.serving.Tensor;
import io.tributary.serving.embedded.ModelServer;
import io.tributary.serving.grpc.GrpcEndpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The embedded tier behind a port, with habits of a Triton: loads that fail there only, weights
 * that are kept although a load has succeeded, models that take their time to go.
 */
public final class FakeTriton implements InferenceClient {
  /** Why a load fails. */
  public static final String REASON = "no kernel for this operator";

  private final ModelServer tier;
  private final InferenceClient models;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final GrpcEndpoint endpoint;
  private volatile Predicate<String> refused = model -> false;
  private volatile ServingException.Code refusal = ServingException.Code.INTERNAL;
  private volatile @Nullable String answering;
  private volatile String version = "";
  private volatile int unloadingAnswers;
  private volatile @Nullable String unloaded;

  private FakeTriton(ModelServer tier) throws IOException {
    this.tier = tier;
    this.models = tier.client();
    this.endpoint =
        GrpcEndpoint.start(this, new InetSocketAddress("127.0.0.1", 0), threads, 1 << 20);
  }

  /** A server of that directory, with whatever it can serve. */
  public static FakeTriton serving(Path repository) throws IOException {
    return new FakeTriton(ModelServer.serving(repository).start());
  }

  /** Fails loads of certain models. */
  public FakeTriton refusing(Predicate<String> names) {
    refused = names;
    return this;
  }

  /** Fails them so. */
  public FakeTriton with(ServingException.Code code) {
    refusal = code;
    return this;
  }

  /** Answers all questions from one version, whichever is asked. */
  public FakeTriton answeringFrom(String model, String number) {
    answering = model;
    version = number;
    return this;
  }

  /** Takes that many questions until a model has gone. */
  public FakeTriton unloadingSlowly(int answers) {
    unloadingAnswers = answers;
    return this;
  }

  /** How many more questions it would take. */
  public int unloadingAnswers() {
    return unloadingAnswers;
  }

  @Override
  public String address() {
    return "127.0.0.1:" + endpoint.port();
  }

  @Override
  public boolean serverLive() {
    return models.serverLive();
  }

  @Override
  public boolean serverReady() {
    return models.serverReady();
  }

  @Override
  public boolean modelReady(String model, String number) {
    return models.modelReady(model, number);
  }

  @Override
  public ServerMetadata serverMetadata() {
    return models.serverMetadata();
  }

  @Override
  public ModelMetadata modelMetadata(String model, String number) {
    return models.modelMetadata(model, number);
  }

  @Override
  public InferenceResult infer(
      String model, String number, Map<String, Tensor> inputs, Set<String> outputs) {
    var other = answering;
    return other == null
        ? models.infer(model, number, inputs, outputs)
        : new InferenceResult(
            model, number, models.infer(other, version, inputs, outputs).outputs());
  }

  @Override
  public ModelConfig modelConfig(String model, String number) {
    return models.modelConfig(model, number);
  }

  @Override
  public List<ModelStatistics> statistics(String model, String number) {
    return models.statistics(model, number);
  }

  @Override
  public List<ModelIndex> repositoryIndex() {
    var index = new ArrayList<>(models.repositoryIndex());
    var going = unloaded;
    if (going != null && unloadingAnswers > 0) {
      unloadingAnswers--;
      index.removeIf(line -> line.name().equals(going));
      index.add(new ModelIndex(going, "1", "UNLOADING", ""));
    }
    return index;
  }

  @Override
  public void load(String model) {
    admit(model);
    models.load(model);
  }

  @Override
  public void load(String model, ModelConfig override) {
    admit(model);
    models.load(model, override);
  }

  private void admit(String model) {
    if (refused.test(model)) {
      throw new ServingException(refusal, address(), REASON);
    }
  }

  @Override
  public void unload(String model) {
    models.unload(model);
    unloaded = model;
  }

  @Override
  public void close() {
    endpoint.close();
    tier.close();
    threads.shutdown();
  }
}
