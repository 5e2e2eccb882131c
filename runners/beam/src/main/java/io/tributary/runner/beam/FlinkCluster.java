package io.tributary.runner.beam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.api.Explanation;
import io.tributary.core.RunRefusedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A Flink cluster, as its JobManager describes it over REST.
 *
 * @param address {@code host:port}
 * @param slots how many there are
 * @param free how many of them nobody uses
 */
record FlinkCluster(String address, int slots, int free) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int UNAVAILABLE = 503;

  /**
   * Asks a cluster that is to run something.
   *
   * @throws IllegalArgumentException if the address is none
   * @throws RunRefusedException if it does not answer, is not Flink, or has no free slot
   */
  static FlinkCluster ask(String address) throws InterruptedException {
    var overview = get(address, uri(address));
    if (!overview.has("slots-total") || !overview.has("slots-available")) {
      throw refused(address, "answers " + overview, "the REST address of a Flink JobManager, 1.19");
    }
    var cluster =
        new FlinkCluster(
            address, overview.get("slots-total").asInt(), overview.get("slots-available").asInt());
    if (cluster.slots == 0) {
      throw refused(
          address, "no slots, as no TaskManager has registered", "at least one free slot");
    }
    if (cluster.free == 0) {
      throw refused(
          address, "all " + cluster.slots + " slots are in use", "at least one free slot");
    }
    return cluster;
  }

  private static URI uri(String address) {
    try {
      var uri = URI.create("http://" + address + "/overview");
      if (uri.getHost() != null && uri.getPort() > 0) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw malformed(address, e);
    }
    throw malformed(address, null);
  }

  private static IllegalArgumentException malformed(
      String address, @Nullable IllegalArgumentException cause) {
    return new IllegalArgumentException(
        new Explanation(
                "Flink master",
                "'" + address + "'",
                "host:port, as in localhost:8081",
                "name the REST address of the JobManager")
            .toString(),
        cause);
  }

  private static JsonNode get(String address, URI uri) throws InterruptedException {
    var request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
    var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    try {
      var response = client.send(request, HttpResponse.BodyHandlers.ofString());
      // A JobManager that has just started is electing its leader.
      for (long end = System.nanoTime() + PATIENCE.toNanos();
          response.statusCode() == UNAVAILABLE && System.nanoTime() < end; ) {
        Thread.sleep(PAUSE.toMillis());
        response = client.send(request, HttpResponse.BodyHandlers.ofString());
      }
      return new ObjectMapper().readTree(response.body());
    } catch (JsonProcessingException e) {
      throw refused(address, "answers no JSON", "the REST address of a Flink JobManager, 1.19");
    } catch (IOException e) {
      throw refused(address, "does not answer (" + e + ")", "a running Flink cluster");
    }
  }

  private static RunRefusedException refused(String address, String value, String expected) {
    return new RunRefusedException(
        new Explanation(
            "Flink cluster " + address,
            value,
            expected,
            "see that the cluster is up and has TaskManagers with free slots, or name another one with --flink-master; nothing was started"));
  }
}
