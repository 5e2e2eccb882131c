package io.tributary.serving.embedded;

import io.tributary.serving.InferenceClient;
import io.tributary.serving.ModelServerContract;
import io.tributary.serving.repository.ModelRepository;

class OverGrpcTest extends ModelServerContract {
  @Override
  protected Tier start(ModelRepository repository) {
    ModelServer server = ModelServer.serving(repository).grpcPort(0).start();
    return new InProcessTest.RunningTier(
        server,
        InferenceClient.grpc(server.grpcAddress().orElseThrow(), java.time.Duration.ofMinutes(2)));
  }
}
