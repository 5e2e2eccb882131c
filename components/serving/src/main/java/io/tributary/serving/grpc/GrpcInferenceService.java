package io.tributary.serving.grpc;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.tributary.proto.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase;
import io.tributary.proto.inference.ModelConfigRequest;
import io.tributary.proto.inference.ModelConfigResponse;
import io.tributary.proto.inference.ModelInferRequest;
import io.tributary.proto.inference.ModelInferResponse;
import io.tributary.proto.inference.ModelMetadataRequest;
import io.tributary.proto.inference.ModelMetadataResponse;
import io.tributary.proto.inference.ModelReadyRequest;
import io.tributary.proto.inference.ModelReadyResponse;
import io.tributary.proto.inference.ModelRepositoryParameter;
import io.tributary.proto.inference.ModelStatisticsRequest;
import io.tributary.proto.inference.ModelStatisticsResponse;
import io.tributary.proto.inference.RepositoryIndexRequest;
import io.tributary.proto.inference.RepositoryIndexResponse;
import io.tributary.proto.inference.RepositoryModelLoadRequest;
import io.tributary.proto.inference.RepositoryModelLoadResponse;
import io.tributary.proto.inference.RepositoryModelUnloadRequest;
import io.tributary.proto.inference.RepositoryModelUnloadResponse;
import io.tributary.proto.inference.ServerLiveRequest;
import io.tributary.proto.inference.ServerLiveResponse;
import io.tributary.proto.inference.ServerMetadataRequest;
import io.tributary.proto.inference.ServerMetadataResponse;
import io.tributary.proto.inference.ServerReadyRequest;
import io.tributary.proto.inference.ServerReadyResponse;
import io.tributary.serving.InferenceClient;
import io.tributary.serving.ModelIndex;
import io.tributary.serving.ModelMetadata;
import io.tributary.serving.ServerMetadata;
import io.tributary.serving.ServingException;
import io.tributary.serving.TensorSpec;
import java.util.Map;
import java.util.function.Supplier;

/** The service's methods in front of any {@link InferenceClient}. */
final class GrpcInferenceService extends GRPCInferenceServiceImplBase {
  private final InferenceClient backend;

  GrpcInferenceService(InferenceClient backend) {
    this.backend = backend;
  }

  private static <T> void answer(StreamObserver<T> to, Supplier<T> method) {
    T message;
    try {
      message = method.get();
    } catch (ServingException e) {
      to.onError(status(e.code()).withDescription(e.serverMessage()).asRuntimeException());
      return;
    } catch (IllegalArgumentException e) {
      to.onError(
          Status.INVALID_ARGUMENT
              .withDescription(e.getMessage())
              .withCause(e)
              .asRuntimeException());
      return;
    } catch (RuntimeException e) {
      to.onError(Status.INTERNAL.withDescription(e.toString()).withCause(e).asRuntimeException());
      return;
    }
    to.onNext(message);
    to.onCompleted();
  }

  private static Status status(ServingException.Code code) {
    return switch (code) {
      case INVALID_ARGUMENT -> Status.INVALID_ARGUMENT;
      case NOT_FOUND -> Status.NOT_FOUND;
      case UNAVAILABLE -> Status.UNAVAILABLE;
      case DEADLINE_EXCEEDED -> Status.DEADLINE_EXCEEDED;
      case RESOURCE_EXHAUSTED -> Status.RESOURCE_EXHAUSTED;
      case UNIMPLEMENTED -> Status.UNIMPLEMENTED;
      case INTERNAL -> Status.INTERNAL;
    };
  }

  @Override
  public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> to) {
    answer(to, () -> ServerLiveResponse.newBuilder().setLive(backend.serverLive()).build());
  }

  @Override
  public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> to) {
    answer(to, () -> ServerReadyResponse.newBuilder().setReady(backend.serverReady()).build());
  }

  @Override
  public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> to) {
    answer(
        to,
        () ->
            ModelReadyResponse.newBuilder()
                .setReady(backend.modelReady(request.getName(), request.getVersion()))
                .build());
  }

  @Override
  public void serverMetadata(
      ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> to) {
    answer(
        to,
        () -> {
          ServerMetadata server = backend.serverMetadata();
          return ServerMetadataResponse.newBuilder()
              .setName(server.name())
              .setVersion(server.version())
              .addAllExtensions(server.extensions())
              .build();
        });
  }

  @Override
  public void modelMetadata(
      ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> to) {
    answer(
        to,
        () -> {
          ModelMetadata model = backend.modelMetadata(request.getName(), request.getVersion());
          ModelMetadataResponse.Builder response =
              ModelMetadataResponse.newBuilder()
                  .setName(model.name())
                  .addAllVersions(model.versions())
                  .setPlatform(model.platform());
          model.signature().inputs().forEach(spec -> response.addInputs(message(spec)));
          model.signature().outputs().forEach(spec -> response.addOutputs(message(spec)));
          return response.build();
        });
  }

  private static ModelMetadataResponse.TensorMetadata message(TensorSpec spec) {
    return ModelMetadataResponse.TensorMetadata.newBuilder()
        .setName(spec.name())
        .setDatatype(spec.datatype().name())
        .addAllShape(spec.shape().dims())
        .build();
  }

  @Override
  public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> to) {
    answer(
        to,
        () ->
            InferMessages.response(
                request,
                backend.infer(
                    request.getModelName(),
                    request.getModelVersion(),
                    InferMessages.inputs(request),
                    InferMessages.outputs(request))));
  }

  @Override
  public void modelConfig(ModelConfigRequest request, StreamObserver<ModelConfigResponse> to) {
    answer(
        to,
        () ->
            ModelConfigResponse.newBuilder()
                .setConfig(backend.modelConfig(request.getName(), request.getVersion()))
                .build());
  }

  @Override
  public void modelStatistics(
      ModelStatisticsRequest request, StreamObserver<ModelStatisticsResponse> to) {
    answer(
        to,
        () -> {
          ModelStatisticsResponse.Builder response = ModelStatisticsResponse.newBuilder();
          backend
              .statistics(request.getName(), request.getVersion())
              .forEach(s -> response.addModelStats(StatisticsMessages.message(s)));
          return response.build();
        });
  }

  @Override
  public void repositoryIndex(
      RepositoryIndexRequest request, StreamObserver<RepositoryIndexResponse> to) {
    answer(
        to,
        () -> {
          RepositoryIndexResponse.Builder response = RepositoryIndexResponse.newBuilder();
          for (ModelIndex entry : backend.repositoryIndex()) {
            if (!request.getReady() || entry.ready()) {
              response
                  .addModelsBuilder()
                  .setName(entry.name())
                  .setVersion(entry.version())
                  .setState(entry.state())
                  .setReason(entry.reason());
            }
          }
          return response.build();
        });
  }

  @Override
  public void repositoryModelLoad(
      RepositoryModelLoadRequest request, StreamObserver<RepositoryModelLoadResponse> to) {
    answer(
        to,
        () -> {
          load(request.getModelName(), request.getParametersMap());
          return RepositoryModelLoadResponse.getDefaultInstance();
        });
  }

  private void load(String model, Map<String, ModelRepositoryParameter> parameters) {
    for (String name : parameters.keySet()) {
      if (!name.equals("config")) {
        throw new IllegalArgumentException(
            "load parameter '"
                + name
                + "' (expected: 'config' or none); put files into the repository and load again");
      }
    }
    ModelRepositoryParameter config = parameters.get("config");
    if (config == null) {
      backend.load(model);
    } else {
      backend.load(model, ConfigJson.parse(config.getStringParam()));
    }
  }

  @Override
  public void repositoryModelUnload(
      RepositoryModelUnloadRequest request, StreamObserver<RepositoryModelUnloadResponse> to) {
    answer(
        to,
        () -> {
          backend.unload(request.getModelName());
          return RepositoryModelUnloadResponse.getDefaultInstance();
        });
  }
}
