package io.tributary.serving.embedded;

import io.tributary.serving.InferenceClient;
import io.tributary.serving.ModelIndex;
import io.tributary.serving.ServingException;
import io.tributary.serving.grpc.GrpcEndpoint;
import io.tributary.serving.repository.ModelRepository;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The embedded serving tier: a model repository behind the KServe v2 protocol, on ONNX Runtime and
 * the CPU.
 *
 * <pre>{@code
 * try (var server = ModelServer.serving(repository).grpcPort(8001).httpPort(8000).start()) {
 *   server.awaitStop();
 * }
 * }</pre>
 *
 * <p>Without a port it answers only {@link #client()}, opens no socket and loads neither gRPC nor
 * an HTTP server. At the start every model with an active version is loaded; one that cannot be is
 * listed with its reason in {@link #models()} and does not keep the others from being served.
 * Afterwards models change by load and unload alone: directories are not watched.
 *
 * <p>Ports are bound to the loopback interface unless told otherwise; there is no authentication.
 * Thread-safe.
 */
public final class ModelServer implements AutoCloseable {
  /** Larger requests are refused: 256 MiB. */
  public static final int MAX_REQUEST_BYTES = 256 << 20;

  /** A request holds its thread while it arrives, however slowly: more threads than cores. */
  private static final int HTTP_CONNECTIONS = 64;

  private final LoadedModels models;
  private final EmbeddedClient client;
  private final String host;
  private final @Nullable GrpcEndpoint grpc;
  private final @Nullable HttpEndpoint http;
  private final @Nullable ExecutorService executor;
  private final @Nullable ExecutorService httpExecutor;
  private final CountDownLatch stopped = new CountDownLatch(1);

  private ModelServer(Builder settings, LoadedModels models, EmbeddedClient client) {
    this.models = models;
    this.client = client;
    this.host = settings.host;
    this.executor = settings.grpcPort < 0 ? null : threads(settings.threads);
    this.httpExecutor =
        settings.httpPort < 0 ? null : threads(Math.max(HTTP_CONNECTIONS, settings.threads));
    GrpcEndpoint grpcStarted = null;
    HttpEndpoint httpStarted = null;
    try {
      if (executor != null) {
        grpcStarted = startGrpc(client, settings, executor);
      }
      if (httpExecutor != null) {
        httpStarted = startHttp(client, settings, httpExecutor);
      }
    } catch (RuntimeException e) {
      if (grpcStarted != null) {
        grpcStarted.close();
      }
      shutDown(executor);
      shutDown(httpExecutor);
      models.close();
      throw e;
    }
    this.grpc = grpcStarted;
    this.http = httpStarted;
  }

  /** A server of the models in that directory, which has to exist. */
  public static Builder serving(Path repository) {
    return new Builder(new ModelRepository(repository));
  }

  /** A server of that repository. */
  public static Builder serving(ModelRepository repository) {
    return new Builder(repository);
  }

  private static GrpcEndpoint startGrpc(
      InferenceClient backend, Builder settings, Executor executor) {
    try {
      return GrpcEndpoint.start(
          backend,
          new InetSocketAddress(settings.host, settings.grpcPort),
          executor,
          MAX_REQUEST_BYTES);
    } catch (IOException e) {
      throw notBound("gRPC", settings.host, settings.grpcPort, e);
    }
  }

  private static HttpEndpoint startHttp(
      InferenceClient backend, Builder settings, Executor executor) {
    try {
      return HttpEndpoint.start(
          backend,
          new InetSocketAddress(settings.host, settings.httpPort),
          executor,
          MAX_REQUEST_BYTES);
    } catch (IOException e) {
      throw notBound("HTTP", settings.host, settings.httpPort, e);
    }
  }

  private static ServerStartException notBound(
      String protocol, String host, int port, IOException e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String reason = String.valueOf(root.getMessage());
    return new ServerStartException(
        protocol
            + " port "
            + host
            + ":"
            + port
            + ": "
            + (reason.contains("Address already in use") ? "already in use" : reason)
            + " (expected: a free port); stop what listens there, choose another port, or 0 for"
            + " any free one",
        e);
  }

  private static void shutDown(@Nullable ExecutorService executor) {
    if (executor != null) {
      executor.shutdown();
    }
  }

  private static ExecutorService threads(int count) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            count,
            count,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "serving-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** The tier without a socket; closing it does nothing, the server goes on. */
  public InferenceClient client() {
    return client;
  }

  /** Where gRPC is answered, as {@code host:port}. */
  public Optional<String> grpcAddress() {
    return grpc == null ? Optional.empty() : Optional.of(host + ":" + grpc.port());
  }

  /** Where HTTP is answered, as {@code http://host:port}. */
  public Optional<String> httpAddress() {
    return http == null ? Optional.empty() : Optional.of("http://" + host + ":" + http.port());
  }

  /** Every model of the repository with the state of its versions. */
  public List<ModelIndex> models() {
    return models.index();
  }

  /** Waits until another thread closes the server. */
  public void awaitStop() throws InterruptedException {
    stopped.await();
  }

  /** Takes no more requests, lets those in progress end, and frees the models. */
  @Override
  public void close() {
    client.stop();
    if (grpc != null) {
      grpc.close();
    }
    if (http != null) {
      http.close();
    }
    shutDown(executor);
    shutDown(httpExecutor);
    models.close();
    stopped.countDown();
  }

  /** What a server is started with. */
  public static final class Builder {
    private static final int OFF = -1;
    private final ModelRepository repository;
    private String host = "127.0.0.1";
    private int grpcPort = OFF;
    private int httpPort = OFF;
    private int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
    private boolean loadAtStart = true;

    private Builder(ModelRepository repository) {
      this.repository = repository;
    }

    /** The interface to listen on; {@code 127.0.0.1} by default. */
    public Builder host(String name) {
      this.host = name;
      return this;
    }

    /** Answers gRPC: a port, 0 for any free one, −1 (the default) for none. */
    public Builder grpcPort(int port) {
      this.grpcPort = requirePort("gRPC", port);
      return this;
    }

    /** Answers HTTP: a port, 0 for any free one, −1 (the default) for none. */
    public Builder httpPort(int port) {
      this.httpPort = requirePort("HTTP", port);
      return this;
    }

    /** How many requests are worked on at a time; as many as processors, at least 2, by default. */
    public Builder threads(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("threads: " + count + " (expected: > 0)");
      }
      this.threads = count;
      return this;
    }

    /** Whether every model with an active version is loaded at the start; true by default. */
    public Builder loadAtStart(boolean load) {
      this.loadAtStart = load;
      return this;
    }

    private static int requirePort(String protocol, int port) {
      if (port < OFF || port > 65_535) {
        throw new IllegalArgumentException(
            protocol + " port: " + port + " (expected: 1 to 65535, 0 for any, -1 for none)");
      }
      return port;
    }

    /**
     * Loads the models and opens the ports.
     *
     * @throws ServerStartException if the repository is no directory or a port is taken
     */
    public ModelServer start() {
      Path root = repository.root();
      if (!Files.isDirectory(root)) {
        throw new ServerStartException(
            "model repository: "
                + root
                + " (expected: a directory); create it, or publish a model into it");
      }
      LoadedModels models = new LoadedModels(repository);
      EmbeddedClient client = new EmbeddedClient(repository, models);
      if (loadAtStart) {
        loadAll(client);
      }
      return new ModelServer(this, models, client);
    }

    private void loadAll(InferenceClient client) {
      List<String> failed = new ArrayList<>();
      for (String model : repository.models()) {
        try {
          client.load(model);
        } catch (ServingException e) {
          // The reason stays in the index, where it is asked for.
          failed.add(model);
        }
      }
      if (!failed.isEmpty()) {
        org.slf4j.LoggerFactory.getLogger(ModelServer.class)
            .warn("not served: {}; the repository index says why", failed);
      }
    }
  }
}
