package io.tributary.runner.airflow.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.stream.Stream;

/** What can be shown of an answer. */
final class AnswerText {
  private static final int SHOWN = 500;

  private AnswerText() {}

  /** What a server says of a refusal: v1 in title and detail, v2 in detail, proxies in any text. */
  static String detail(HttpResponse<byte[]> answer) {
    var text = start(answer.body());
    try {
      var node = Json.parse(answer.body());
      var said =
          Stream.of("detail", "error", "title")
              .map(node::path)
              .filter(part -> !part.isMissingNode() && !part.isNull())
              .findFirst();
      return said.map(part -> shortened(part.isTextual() ? part.asText() : part.toString()))
          .orElse(text);
    } catch (IOException e) {
      return text.startsWith("<") ? "a page in HTML" : text;
    }
  }

  /** How it begins. */
  static String start(byte[] body) {
    return shortened(new String(body, 0, Math.min(body.length, 4 * SHOWN), UTF_8).strip());
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + " ...";
  }
}
