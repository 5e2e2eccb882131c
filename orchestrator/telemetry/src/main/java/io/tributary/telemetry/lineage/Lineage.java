package io.tributary.telemetry.lineage;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import io.openlineage.client.Clients;
import io.openlineage.client.DefaultConfigPathProvider;
import io.openlineage.client.OpenLineageClient;
import io.openlineage.client.OpenLineageClientException;
import io.openlineage.client.OpenLineageClientUtils;
import io.openlineage.client.OpenLineageConfig;
import io.openlineage.client.transports.ApiKeyTokenProvider;
import io.openlineage.client.transports.HttpConfig;
import io.tributary.api.Explanation;
import io.tributary.core.RunListener;
import io.tributary.telemetry.Observed;
import io.tributary.telemetry.Observer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** Emits events of OpenLineage, in order, from a thread of its own. Thread-safe. */
public final class Lineage implements Observer {
  /** How many events may wait; a run of 2,000 nodes has 4,002. */
  private static final int QUEUE = 10_000;

  private static final Duration FLUSH = Duration.ofSeconds(3);

  /** Of a try to send one event, where the configuration of the library says nothing else. */
  private static final int TIMEOUT_MILLIS = 2_000;

  private final OpenLineageClient client;
  private final String namespace;
  private final EventQueue queue;

  /**
   * @param namespace of jobs and datasets
   * @param warnings is told of the first event that is lost
   */
  Lineage(
      OpenLineageClient client,
      String namespace,
      int most,
      Duration patience,
      Consumer<String> warnings) {
    this.client = requireNonNull(client, "client");
    this.namespace = requireNonNull(namespace, "namespace");
    this.queue = new EventQueue(most, patience, found -> warnings.accept(lost(found)));
  }

  private static String lost(String found) {
    return new Explanation(
            "OpenLineage",
            found,
            "a receiver that takes events in time",
            "see that it is up, or correct OPENLINEAGE_URL or openlineage.yml; runs go on, some of their lineage is lost")
        .toString();
  }

  /**
   * Configured as the library is: by {@code OPENLINEAGE_CONFIG}, {@code openlineage.yml}, variables
   * {@code OPENLINEAGE__...}; and by {@code OPENLINEAGE_URL}, {@code OPENLINEAGE_ENDPOINT} and
   * {@code OPENLINEAGE_API_KEY}, as other libraries of OpenLineage are.
   *
   * @throws IllegalArgumentException if the configuration cannot be read
   */
  public static Lineage configured(Map<String, String> environment, Consumer<String> warnings) {
    try {
      return new Lineage(
          client(environment),
          environment.getOrDefault("OPENLINEAGE_NAMESPACE", "tributary"),
          QUEUE,
          FLUSH,
          warnings);
    } catch (OpenLineageClientException | IllegalArgumentException | IllegalStateException e) {
      throw new IllegalArgumentException(
          new Explanation(
                  "OpenLineage",
                  e.getCause() == null ? e.toString() : e + ": " + e.getCause(),
                  "a URL in OPENLINEAGE_URL, or a configuration with a transport",
                  "correct it; until then no events are emitted")
              .toString(),
          e);
    }
  }

  @SuppressWarnings("rawtypes") // the library's own configuration has no argument that fits
  private static OpenLineageClient client(Map<String, String> environment) {
    var url = environment.getOrDefault("OPENLINEAGE_URL", "");
    if (!url.isEmpty()) {
      return client(url, environment);
    }
    var file = environment.get("OPENLINEAGE_CONFIG");
    if (file != null && !Files.exists(Path.of(file))) {
      throw new IllegalArgumentException("OPENLINEAGE_CONFIG: no file " + file);
    }
    if (new DefaultConfigPathProvider().getPaths().stream().anyMatch(Files::exists)) {
      return Clients.newClient();
    }
    return Clients.newClient(
        OpenLineageClientUtils.loadOpenLineageConfigFromEnvVars(
            new TypeReference<OpenLineageConfig>() {}));
  }

  private static OpenLineageClient client(String url, Map<String, String> environment) {
    var http = new HttpConfig();
    http.setUrl(URI.create(url));
    http.setTimeoutInMillis(TIMEOUT_MILLIS);
    var endpoint = environment.get("OPENLINEAGE_ENDPOINT");
    if (endpoint != null) {
      http.setEndpoint(endpoint);
    }
    var key = environment.get("OPENLINEAGE_API_KEY");
    if (key != null) {
      var token = new ApiKeyTokenProvider();
      token.setApiKey(key);
      http.setAuth(token);
    }
    var config = new OpenLineageConfig<>();
    config.setTransportConfig(http);
    return Clients.newClient(config);
  }

  @Override
  public RunListener observe(Observed run) {
    return new LineageOfRun(run, namespace, event -> queue.add(() -> client.emit(event.get())));
  }

  @Override
  public void close() {
    queue.close();
    try {
      client.close();
    } catch (Exception e) {
      // Whatever was not sent has been told; there is nothing left to lose.
      return;
    }
  }
}
