package io.tributary.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.metadata.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Python client of ML Metadata, unmodified, gets from {@code tributary metadata serve} what it
 * gets from its own C++ store: the same script asks both.
 *
 * <p>Times and page tokens are masked, because they differ from run to run. The words of an error
 * are not compared, only its class and its code. Attributions and associations of a lineage are put
 * in order, because the library gives them in no fixed one. On PostgreSQL a refused request uses up
 * ids, so there ids are numbered by their first appearance, on both sides.
 */
class MetadataClientTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir Path directory;

  @BeforeAll
  static void needPython() {
    PythonEnvironment.TFX.need();
  }

  @Test
  void servedFromSqliteEveryCallIsAnsweredAsTheStoreOfThePeerAnswersIt() throws Exception {
    try (var service = MetadataService.onSqlite(directory.resolve("ours.db"))) {
      assertThat(differences(calls(service.address()), calls(peer()))).isEmpty();
    }
  }

  @Test
  void servedFromPostgresqlEveryCallIsAnsweredAsTheStoreOfThePeerAnswersIt() throws Exception {
    try (var service = MetadataService.on(PostgresServer.shared().emptyDatabase())) {
      assertThat(differences(calls(service.address(), "--mask-ids"), calls(peer(), "--mask-ids")))
          .isEmpty();
    }
  }

  @Test
  void databaseOfThePeerShowsTheSameWhenItIsServed() throws Exception {
    calls(peer());
    var there = contents(peer());
    var copy = Files.copy(directory.resolve("peer.db"), directory.resolve("copy.db"));
    try (var service = MetadataService.onSqlite(copy)) {
      assertThat(contents(service.address())).isEqualTo(there);
    }
    assertThat(contents("sqlite:" + copy)).as("the peer, after it was served").isEqualTo(there);
  }

  @Test
  void databaseThatWasServedShowsTheSameToThePeer() throws Exception {
    var database = directory.resolve("ours.db");
    List<String> here;
    try (var service = MetadataService.onSqlite(database)) {
      calls(service.address());
      here = contents(service.address());
    }
    assertThat(contents("sqlite:" + database)).isEqualTo(here);
  }

  @Test
  void bothWriteToOneDatabaseInTurn() throws Exception {
    var database = directory.resolve("shared.db");
    var written = new ArrayList<String>();
    for (int turn = 0; turn < 4; turn++) {
      if (turn % 2 == 0) {
        try (var service = MetadataService.onSqlite(database)) {
          written.addAll(add(service.address(), turn));
        }
      } else {
        written.addAll(add("sqlite:" + database, turn));
      }
    }
    assertThat(written)
        .containsExactly("0: 1 artifacts", "1: 2 artifacts", "2: 3 artifacts", "3: 4 artifacts");
  }

  private List<String> add(String address, int turn) throws IOException, InterruptedException {
    return PythonScript.named("add_artifact.py", address, Integer.toString(turn))
        .run(directory, LIMIT)
        .lines();
  }

  private String peer() {
    return "sqlite:" + directory.resolve("peer.db");
  }

  private List<JsonNode> calls(String... arguments) throws IOException, InterruptedException {
    var calls = new ArrayList<JsonNode>();
    for (var line :
        PythonScript.named("metadata_calls.py", arguments).run(directory, LIMIT).lines()) {
      calls.add(JSON.readTree(line));
    }
    assertThat(calls).hasSizeGreaterThan(300);
    assertThat(calls).filteredOn(call -> call.has("error")).hasSizeBetween(60, 130);
    return calls;
  }

  private List<String> contents(String address) throws IOException, InterruptedException {
    var lines = PythonScript.named("store_contents.py", address).run(directory, LIMIT).lines();
    assertThat(lines).hasSize(11);
    return lines;
  }

  private static List<String> differences(List<JsonNode> ours, List<JsonNode> peers) {
    var differences = new ArrayList<String>();
    for (int i = 0; i < Math.min(ours.size(), peers.size()); i++) {
      var here = withoutWords(ours.get(i));
      var there = withoutWords(peers.get(i));
      if (!here.equals(there)) {
        differences.add("ours:  " + shortened(ours.get(i)) + "\npeers: " + shortened(peers.get(i)));
      }
    }
    if (ours.size() != peers.size()) {
      differences.add(ours.size() + " calls, " + peers.size() + " by the peer");
    }
    return differences;
  }

  private static JsonNode withoutWords(JsonNode call) {
    ObjectNode bare = call.deepCopy();
    bare.remove("message");
    return bare;
  }

  private static String shortened(JsonNode call) {
    var text = call.toString();
    return text.length() <= 1500 ? text : text.substring(0, 1500) + "...";
  }
}
