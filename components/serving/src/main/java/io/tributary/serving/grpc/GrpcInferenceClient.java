package io.tributary.serving.grpc;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.tributary.api.HostPort;
import io.tributary.proto.inference.GRPCInferenceServiceGrpc;
import io.tributary.proto.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.tributary.proto.inference.ModelConfig;
import io.tributary.proto.inference.ModelConfigRequest;
import io.tributary.proto.inference.ModelInferResponse;
import io.tributary.proto.inference.ModelMetadataRequest;
import io.tributary.proto.inference.ModelMetadataResponse;
import io.tributary.proto.inference.ModelReadyRequest;
import io.tributary.proto.inference.ModelRepositoryParameter;
import io.tributary.proto.inference.ModelStatisticsRequest;
import io.tributary.proto.inference.RepositoryIndexRequest;
import io.tributary.proto.inference.RepositoryModelLoadRequest;
import io.tributary.proto.inference.RepositoryModelUnloadRequest;
import io.tributary.proto.inference.ServerLiveRequest;
import io.tributary.proto.inference.ServerMetadataRequest;
import io.tributary.proto.inference.ServerMetadataResponse;
import io.tributary.proto.inference.ServerReadyRequest;
import io.tributary.serving.InferenceClient;
import io.tributary.serving.InferenceResult;
import io.tributary.serving.ModelIndex;
import io.tributary.serving.ModelMetadata;
import io.tributary.serving.ModelStatistics;
import io.tributary.serving.ServerMetadata;
import io.tributary.serving.ServingException;
import io.tributary.serving.Shape;
import io.tributary.serving.Signature;
import io.tributary.serving.Tensor;
import io.tributary.serving.TensorSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * An {@link InferenceClient} over gRPC without encryption; for Triton and for the embedded tier.
 */
public final class GrpcInferenceClient implements InferenceClient {
  private final String address;
  private final long deadlineNanos;
  private final EventLoopGroup loops;
  private final ManagedChannel channel;
  private final GRPCInferenceServiceBlockingStub stub;

  private GrpcInferenceClient(
      String address, Duration deadline, EventLoopGroup loops, ManagedChannel channel) {
    this.loops = loops;
    this.address = address;
    this.deadlineNanos = deadline.toNanos();
    this.channel = channel;
    this.stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);
  }

  /**
   * A client that has not connected yet.
   *
   * @param address {@code host:port}, an IPv6 host in brackets
   * @param deadline for every call
   */
  public static GrpcInferenceClient to(String address, Duration deadline) {
    var place =
        HostPort.parse(address)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "serving address: '"
                            + address
                            + "' (expected: host:port of a gRPC endpoint, such as localhost:8001)"));
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("deadline: " + deadline + " (expected: > 0)");
    }
    EventLoopGroup loops = EventLoops.one("serving-client");
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(place.host(), place.port())
            .channelType(NioSocketChannel.class)
            .eventLoopGroup(loops)
            .usePlaintext()
            .directExecutor()
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .build();
    return new GrpcInferenceClient(address, deadline, loops, channel);
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public boolean serverLive() {
    return answers(s -> s.serverLive(ServerLiveRequest.getDefaultInstance()).getLive());
  }

  @Override
  public boolean serverReady() {
    return answers(s -> s.serverReady(ServerReadyRequest.getDefaultInstance()).getReady());
  }

  private boolean answers(Function<GRPCInferenceServiceBlockingStub, Boolean> question) {
    try {
      return call(question);
    } catch (ServingException e) {
      if (e.retryable()) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public boolean modelReady(String model, String version) {
    try {
      return call(
          s ->
              s.modelReady(
                      ModelReadyRequest.newBuilder().setName(model).setVersion(version).build())
                  .getReady());
    } catch (ServingException e) {
      if (e.code() == ServingException.Code.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public ServerMetadata serverMetadata() {
    ServerMetadataResponse response =
        call(s -> s.serverMetadata(ServerMetadataRequest.getDefaultInstance()));
    return new ServerMetadata(
        response.getName(), response.getVersion(), response.getExtensionsList());
  }

  @Override
  public ModelMetadata modelMetadata(String model, String version) {
    ModelMetadataResponse response =
        call(
            s ->
                s.modelMetadata(
                    ModelMetadataRequest.newBuilder().setName(model).setVersion(version).build()));
    return new ModelMetadata(
        response.getName(),
        response.getVersionsList(),
        response.getPlatform(),
        new Signature(specs(response.getInputsList()), specs(response.getOutputsList())));
  }

  private static List<TensorSpec> specs(List<ModelMetadataResponse.TensorMetadata> tensors) {
    return tensors.stream()
        .map(
            tensor ->
                new TensorSpec(
                    tensor.getName(),
                    TensorMessages.datatype(tensor.getName(), tensor.getDatatype()),
                    new Shape(tensor.getShapeList())))
        .toList();
  }

  @Override
  public InferenceResult infer(
      String model, String version, Map<String, Tensor> inputs, Set<String> outputs) {
    ModelInferResponse response =
        call(s -> s.modelInfer(InferMessages.request(model, version, inputs, outputs)));
    try {
      return InferMessages.result(response);
    } catch (IllegalArgumentException e) {
      throw new ServingException(
          ServingException.Code.INTERNAL, address, "unreadable answer: " + e.getMessage(), e);
    }
  }

  @Override
  public ModelConfig modelConfig(String model, String version) {
    return call(s ->
            s.modelConfig(
                ModelConfigRequest.newBuilder().setName(model).setVersion(version).build()))
        .getConfig();
  }

  @Override
  public List<ModelStatistics> statistics(String model, String version) {
    return call(
            s ->
                s.modelStatistics(
                    ModelStatisticsRequest.newBuilder().setName(model).setVersion(version).build()))
        .getModelStatsList()
        .stream()
        .map(StatisticsMessages::statistics)
        .toList();
  }

  @Override
  public List<ModelIndex> repositoryIndex() {
    return call(s -> s.repositoryIndex(RepositoryIndexRequest.getDefaultInstance()))
        .getModelsList()
        .stream()
        .map(m -> new ModelIndex(m.getName(), m.getVersion(), m.getState(), m.getReason()))
        .toList();
  }

  @Override
  public void load(String model) {
    load(RepositoryModelLoadRequest.newBuilder().setModelName(model).build());
  }

  @Override
  public void load(String model, ModelConfig override) {
    load(
        RepositoryModelLoadRequest.newBuilder()
            .setModelName(model)
            .putParameters(
                "config",
                ModelRepositoryParameter.newBuilder()
                    .setStringParam(ConfigJson.print(override))
                    .build())
            .build());
  }

  private void load(RepositoryModelLoadRequest request) {
    call(s -> s.repositoryModelLoad(request));
  }

  @Override
  public void unload(String model) {
    call(
        s ->
            s.repositoryModelUnload(
                RepositoryModelUnloadRequest.newBuilder().setModelName(model).build()));
  }

  private <T> T call(Function<GRPCInferenceServiceBlockingStub, T> method) {
    try {
      return method.apply(stub.withDeadlineAfter(deadlineNanos, TimeUnit.NANOSECONDS));
    } catch (StatusRuntimeException e) {
      throw failure(e);
    }
  }

  private ServingException failure(StatusRuntimeException e) {
    Status status = e.getStatus();
    String said = status.getDescription() == null ? "" : status.getDescription();
    ServingException.Code code =
        switch (status.getCode()) {
          case INVALID_ARGUMENT, OUT_OF_RANGE, FAILED_PRECONDITION ->
              ServingException.Code.INVALID_ARGUMENT;
          case NOT_FOUND -> ServingException.Code.NOT_FOUND;
          case UNAVAILABLE -> ServingException.Code.UNAVAILABLE;
          case DEADLINE_EXCEEDED, CANCELLED -> ServingException.Code.DEADLINE_EXCEEDED;
          case RESOURCE_EXHAUSTED -> ServingException.Code.RESOURCE_EXHAUSTED;
          case UNIMPLEMENTED -> ServingException.Code.UNIMPLEMENTED;
          default -> ServingException.Code.INTERNAL;
        };
    Throwable cause = status.getCause();
    if (code == ServingException.Code.UNAVAILABLE && cause != null) {
      said =
          "nothing answers here: "
              + cause.getMessage()
              + " (expected: a gRPC server of the KServe v2 protocol); start it, or correct the"
              + " address";
    } else if (code == ServingException.Code.DEADLINE_EXCEEDED) {
      said = "no answer within " + Duration.ofNanos(deadlineNanos) + "; " + said;
    }
    return new ServingException(code, address, said, e);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    EventLoops.stop(loops);
  }
}
