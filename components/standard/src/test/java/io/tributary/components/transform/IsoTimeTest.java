package io.tributary.components.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.TextFormat;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.proto.tfmd.Schema;
import io.tributary.serving.BytesTensor;
import io.tributary.serving.OnnxModel;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Texts as times, against {@code java.time}. */
class IsoTimeTest {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm[:ss]")
          .withResolverStyle(ResolverStyle.STRICT);
  private static final List<String> STRANGE =
      List.of(
          "",
          " ",
          "2026",
          "2026-11",
          "2026-11-3",
          "2026-13-01",
          "2026-00-01",
          "2026-02-29",
          "2024-02-29",
          "1900-02-29",
          "2000-02-29",
          "2026-11-31",
          "2026-11-30T",
          "2026-11-30Z",
          "2026-11-30T24:00",
          "2026-11-30T23:60",
          "2026-11-30T23:59:60",
          "2026-11-30T23:59:59.",
          "2026-11-30T23:59:59.1234567891",
          "2026-11-30T23:59.5",
          "2026-11-30T18:05+02:00",
          "2026-11-30t18:05",
          " 2026-11-30",
          "2026-11-30 ",
          "2026-11-30  18:05",
          "-2026-11-30",
          "+12026-11-30",
          "2026-11-30\n",
          "2026\u201311\u201330",
          "\u0662\u0660\u0662\u0666-11-30",
          "\uD83D\uDE00",
          "30.11.2026",
          "0000-01-01",
          "0000-03-01",
          "9999-12-31T23:59:59.999999999Z");

  /** Texts of times, broken ones, and others. */
  private static List<String> texts() {
    var texts = new ArrayList<>(STRANGE);
    var random = new Random(7);
    for (int i = 0; i < 4_000; i++) {
      var date =
          String.format(
              "%04d-%02d-%02d", random.nextInt(10_000), random.nextInt(14), random.nextInt(33));
      var clock = String.format("%02d:%02d", random.nextInt(25), random.nextInt(61));
      var second = i % 3 == 0 ? "" : String.format(":%02d", random.nextInt(61));
      var fraction = second.isEmpty() || i % 5 > 1 ? "" : "." + random.nextInt(1_000_000);
      var between = i % 2 == 0 ? "T" : " ";
      texts.add(
          i % 7 == 0
              ? date
              : date + between + clock + second + fraction + (i % 11 == 0 ? "Z" : ""));
    }
    return texts;
  }

  /** By java.time; the smallest integer where the text is no time. */
  private static long expected(String text) {
    try {
      if (text.length() == 10) {
        return LocalDate.parse(text).toEpochDay() * 86_400;
      }
      var clock = text.replaceFirst("Z$", "");
      boolean isPlain =
          clock.matches("[0-9-]{10}[T ][0-9:]{5}([0-9:]{3}(\\.[0-9]{1,9})?)?")
              && clock.length() <= 29;
      if (!isPlain) {
        return Long.MIN_VALUE;
      }
      var second = clock.replaceFirst("\\..*", "").replace(' ', 'T');
      return LocalDateTime.parse(second, CLOCK).toEpochSecond(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      return Long.MIN_VALUE;
    }
  }

  private static long[] compute(List<String> texts) throws Exception {
    var schema = TextFormat.parse("feature { name: 't' type: BYTES }", Schema.class);
    var features = new Features(new RawColumns(schema));
    int position = features.text("t").asTime().secondOfDay().position();
    int stamp = features.program().at(position).operands().get(0);
    assertThat(features.mistakes()).isEmpty();
    assertThat(features.program().source(stamp)).isEqualTo("f.text(\"t\").asTime()");
    var graph = OnnxGraph.named("times");
    var emission =
        new Emission(graph, Fitted.nothing(features.program()), Emission.Precision.SINGLE);
    emission.emit(List.of(position));
    graph.output("seconds", emission.tensor(stamp), DataType.INT64);
    try (var model = OnnxModel.of(graph.bytes(), "times")) {
      return model
          .infer(Map.of("t", BytesTensor.column(texts.toArray(String[]::new))))
          .longs("seconds");
    }
  }

  @Test
  void textsAreTheTimesThatTheCalendarHas() throws Exception {
    var texts = texts();
    long[] found = compute(texts);
    int times = 0;
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).as(texts.get(i)).isEqualTo(expected(texts.get(i)));
      times += found[i] == Long.MIN_VALUE ? 0 : 1;
    }
    assertThat(times).isBetween(1_000, 3_500);
  }

  @Test
  void whatIsCountedAsATimeIsReadAsOne() {
    for (var text : texts()) {
      byte[] bytes = text.getBytes(UTF_8);
      assertThat(IsoTime.isTime(bytes, bytes.length))
          .as(text)
          .isEqualTo(expected(text) != Long.MIN_VALUE);
    }
  }

  @Test
  void batchesDoNotShow() throws Exception {
    var texts = texts().subList(0, 100);
    long[] whole = compute(texts);
    for (int i = 0; i < texts.size(); i++) {
      assertThat(compute(texts.subList(i, i + 1))).containsExactly(whole[i]);
    }
    assertThat(compute(List.of())).isEmpty();
  }
}
