package io.tributary.telemetry.traces;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.resources.Resource;
import io.tributary.api.Explanation;
import io.tributary.core.RunListener;
import io.tributary.telemetry.Observed;
import io.tributary.telemetry.Observer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Exports a span of each run and of each attempt at a node. Thread-safe. */
public final class Traces implements Observer {
  /** How long spans that have not been exported are waited for at the end. */
  private static final int FLUSH_SECONDS = 3;

  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");

  private final OpenTelemetrySdk sdk;
  private final NamedIds ids;
  private final Tracer tracer;
  private final Set<TracedRun> open = ConcurrentHashMap.newKeySet();

  Traces(OpenTelemetrySdk sdk, NamedIds ids) {
    this.sdk = sdk;
    this.ids = ids;
    this.tracer = sdk.getTracer("io.tributary");
  }

  /**
   * Configured by the environment variables and system properties of OpenTelemetry.
   *
   * @throws IllegalArgumentException if these cannot be understood
   */
  public static Traces configured() {
    var ids = new NamedIds();
    try {
      var sdk =
          AutoConfiguredOpenTelemetrySdk.builder()
              .addPropertiesSupplier(
                  () ->
                      Map.of(
                          "otel.metrics.exporter", "none",
                          "otel.logs.exporter", "none",
                          "otel.exporter.otlp.protocol", "http/protobuf"))
              .addResourceCustomizer((resource, config) -> named(resource))
              .addTracerProviderCustomizer((provider, config) -> provider.setIdGenerator(ids))
              .disableShutdownHook()
              .build()
              .getOpenTelemetrySdk();
      return new Traces(sdk, ids);
    } catch (ConfigurationException | IllegalArgumentException | IllegalStateException e) {
      throw new IllegalArgumentException(
          new Explanation(
                  "OpenTelemetry",
                  String.valueOf(e.getMessage()),
                  "environment variables OTEL_* that it understands; of OTLP the protocol http/protobuf",
                  "correct them; until then no spans are exported")
              .toString(),
          e);
    }
  }

  /** Who gives the service no name gets one that tells what it is. */
  private static Resource named(Resource resource) {
    var name = resource.getAttribute(SERVICE);
    return name == null || name.startsWith("unknown_service")
        ? resource.toBuilder().put(SERVICE, "tributary").build()
        : resource;
  }

  @Override
  public RunListener observe(Observed run) {
    return new TracedRun(run, tracer, ids, open);
  }

  @Override
  public void close() {
    open.forEach(run -> run.runBrokeOff(new IllegalStateException("the process has ended before")));
    sdk.shutdown().join(FLUSH_SECONDS, TimeUnit.SECONDS);
  }
}
