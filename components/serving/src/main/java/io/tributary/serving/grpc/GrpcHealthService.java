package io.tributary.serving.grpc;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.tributary.proto.health.HealthCheckRequest;
import io.tributary.proto.health.HealthCheckResponse;
import io.tributary.proto.health.HealthCheckResponse.ServingStatus;
import io.tributary.proto.health.HealthGrpc.HealthImplBase;
import io.tributary.proto.inference.GRPCInferenceServiceGrpc;
import io.tributary.serving.InferenceClient;

/** gRPC's own health check: the server as a whole, or the inference service by name. */
final class GrpcHealthService extends HealthImplBase {
  private final InferenceClient backend;

  GrpcHealthService(InferenceClient backend) {
    this.backend = backend;
  }

  @Override
  public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> to) {
    String service = request.getService();
    if (!service.isEmpty() && !service.equals(GRPCInferenceServiceGrpc.SERVICE_NAME)) {
      to.onError(
          Status.NOT_FOUND
              .withDescription(
                  "service '"
                      + service
                      + "' (expected: empty or "
                      + GRPCInferenceServiceGrpc.SERVICE_NAME
                      + ")")
              .asRuntimeException());
      return;
    }
    ServingStatus status =
        backend.serverReady() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    to.onNext(HealthCheckResponse.newBuilder().setStatus(status).build());
    to.onCompleted();
  }
}
