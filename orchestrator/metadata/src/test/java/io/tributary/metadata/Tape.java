package io.tributary.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.tributary.proto.mlmd.GetArtifactsByURIResponse;
import io.tributary.proto.mlmd.LineageGraph;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What ML Metadata's own store was asked and answered, call by call, from an empty store on.
 * Replayed, every answer must be the same but for what the store chooses itself: times, page
 * tokens, the order within a lineage graph and among artifacts found by URI.
 */
final class Tape {

  /** One recorded call; either the response or the code is there. */
  record Call(
      int number,
      String rpc,
      ByteString request,
      @Nullable ByteString response,
      int code,
      String details) {}

  private static final Pattern FIELD =
      Pattern.compile("\"(\\w+)\": (?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|(\\d+))");
  private static final Set<String> TIMES =
      Set.of("create_time_since_epoch", "last_update_time_since_epoch", "milliseconds_since_epoch");

  private final List<Call> calls;
  private final Map<String, String> tokens = new HashMap<>();
  private final Map<String, Long> times = new HashMap<>();
  private int replayed;

  private Tape(List<Call> calls) {
    this.calls = calls;
  }

  static Tape read(String name) {
    var stream = Objects.requireNonNull(Tape.class.getResourceAsStream("/goldens/" + name), name);
    try (var lines =
        new BufferedReader(new InputStreamReader(new GZIPInputStream(stream), UTF_8))) {
      return new Tape(lines.lines().map(Tape::parse).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Call parse(String line) {
    Map<String, String> fields = new HashMap<>();
    var matcher = FIELD.matcher(line);
    while (matcher.find()) {
      fields.put(matcher.group(1), matcher.group(2) == null ? matcher.group(3) : matcher.group(2));
    }
    var response = fields.get("resp");
    return new Call(
        Integer.parseInt(required(fields, "n")),
        required(fields, "rpc"),
        decode(required(fields, "req")),
        response == null ? null : decode(response),
        Integer.parseInt(fields.getOrDefault("code", "0")),
        fields.getOrDefault("details", ""));
  }

  private static ByteString decode(String base64) {
    return ByteString.copyFrom(Base64.getDecoder().decode(base64));
  }

  private static String required(Map<String, String> fields, String name) {
    return Objects.requireNonNull(fields.get(name), name);
  }

  /** How many calls the last replay compared. */
  int replayed() {
    return replayed;
  }

  /** Replays the tape and tells every call whose answer differs. */
  List<String> replay(MetadataStore store, Set<Integer> knownDifferences) {
    var differences = new ArrayList<String>();
    var unused = new HashSet<>(knownDifferences);
    for (var call : calls) {
      if (!comparable(call)) {
        continue;
      }
      var difference = replay(store, call);
      if (difference != null && !unused.remove(call.number())) {
        differences.add(difference);
      }
      replayed++;
    }
    unused.forEach(
        number -> differences.add("call " + number + " was expected to differ and does not"));
    return differences;
  }

  private static boolean comparable(Call call) {
    return !call.details().equals("not in pywrap");
  }

  private @Nullable String replay(MetadataStore store, Call call) {
    var rpc = Rpc.named(call.rpc());
    var request = ours(rpc.request(call.request()));
    Message answer;
    try {
      answer = rpc.call(store, request);
    } catch (MetadataException e) {
      return call.code() == e.code().number()
          ? null
          : title(call, request)
              + "\nexpected code "
              + call.code()
              + " "
              + call.details()
              + "\nbut failed: "
              + e.code()
              + " "
              + e.getMessage();
    }
    if (call.response() == null) {
      return title(call, request)
          + "\nexpected code "
          + call.code()
          + " "
          + call.details()
          + "\nbut answered: "
          + answer;
    }
    var expected = rpc.response(call.response());
    learn(expected, answer);
    var wanted = canonical(expected);
    var got = canonical(answer);
    return wanted.equals(got)
        ? null
        : title(call, request) + "\nexpected: " + wanted + "\nbut answered: " + got;
  }

  private static String title(Call call, Message request) {
    return "call " + call.number() + " " + call.rpc() + " " + request;
  }

  /** Remembers which of our page tokens and times stand for which of the tape's. */
  private void learn(Message theirs, Message ours) {
    theirs
        .getAllFields()
        .forEach(
            (field, value) -> {
              if (field.getName().equals("next_page_token")) {
                tokens.put((String) value, (String) ours.getField(field));
              } else if (field.getName().equals("last_update_time_since_epoch")) {
                times.put(key(theirs, value), (Long) ours.getField(field));
              } else if (field.isRepeated()
                  && !field.isMapField()
                  && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                for (int i = 0;
                    i
                        < Math.min(
                            theirs.getRepeatedFieldCount(field), ours.getRepeatedFieldCount(field));
                    i++) {
                  learn(
                      (Message) theirs.getRepeatedField(field, i),
                      (Message) ours.getRepeatedField(field, i));
                }
              } else if (value instanceof Message inner) {
                learn(inner, (Message) ours.getField(field));
              }
            });
  }

  private static String key(Message node, Object time) {
    return node.getDescriptorForType().getName()
        + node.getField(node.getDescriptorForType().findFieldByName("id"))
        + "@"
        + time;
  }

  private Message ours(Message request) {
    return rewrite(
        request,
        (message, field, value) ->
            switch (field.getName()) {
              case "next_page_token" -> tokens.getOrDefault((String) value, (String) value);
              case "last_update_time_since_epoch" ->
                  times.getOrDefault(key(message, value), (Long) value);
              default -> value;
            });
  }

  private static Message canonical(Message answer) {
    return rewrite(
        answer,
        (message, field, value) -> {
          if (TIMES.contains(field.getName())) {
            return 1L;
          }
          if (field.getName().equals("next_page_token")) {
            return "a token";
          }
          return value;
        });
  }

  private interface Rewriter {
    Object rewrite(Message message, FieldDescriptor field, Object value);
  }

  private static Message rewrite(Message message, Rewriter rewriter) {
    var result = message.toBuilder();
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              if (!field.isRepeated()) {
                result.setField(
                    field,
                    value instanceof Message inner
                        ? rewrite(inner, rewriter)
                        : rewriter.rewrite(message, field, value));
              } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                var items = new ArrayList<Message>();
                for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
                  items.add(rewrite((Message) message.getRepeatedField(field, i), rewriter));
                }
                if (message instanceof LineageGraph
                    || message instanceof GetArtifactsByURIResponse) {
                  items.sort(Comparator.comparing(Message::toString));
                }
                result.clearField(field);
                items.forEach(item -> result.addRepeatedField(field, item));
              }
            });
    return result.build();
  }
}
