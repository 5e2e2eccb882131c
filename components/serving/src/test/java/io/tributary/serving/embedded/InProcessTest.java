package io.tributary.serving.embedded;

import io.tributary.serving.InferenceClient;
import io.tributary.serving.ModelServerContract;
import io.tributary.serving.repository.ModelRepository;

class InProcessTest extends ModelServerContract {
  @Override
  protected Tier start(ModelRepository repository) {
    ModelServer server = ModelServer.serving(repository).start();
    return new RunningTier(server, server.client());
  }

  /** A server and a client of it, stopped together. */
  record RunningTier(ModelServer server, InferenceClient client) implements Tier {
    @Override
    public void close() {
      client.close();
      server.close();
    }
  }
}
