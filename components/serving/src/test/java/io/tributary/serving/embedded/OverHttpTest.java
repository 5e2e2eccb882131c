package io.tributary.serving.embedded;

import io.tributary.serving.ModelServerContract;
import io.tributary.serving.repository.ModelRepository;

class OverHttpTest extends ModelServerContract {
  @Override
  protected Tier start(ModelRepository repository) {
    ModelServer server = ModelServer.serving(repository).httpPort(0).start();
    return new InProcessTest.RunningTier(
        server, new HttpTestClient(server.httpAddress().orElseThrow()));
  }
}
