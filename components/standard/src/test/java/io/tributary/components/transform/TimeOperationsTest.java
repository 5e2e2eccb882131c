package io.tributary.components.transform;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.TextFormat;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.proto.tfmd.Schema;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.OnnxModel;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Parts of time stamps against {@code java.time}. */
class TimeOperationsTest {
  private static final int ROWS = 2_000;

  private static final Map<ChronoField, Function<TimeColumn, IntegerColumn>> PARTS =
      new LinkedHashMap<>();

  static {
    PARTS.put(ChronoField.YEAR, TimeColumn::year);
    PARTS.put(ChronoField.MONTH_OF_YEAR, TimeColumn::month);
    PARTS.put(ChronoField.DAY_OF_YEAR, TimeColumn::dayOfYear);
    PARTS.put(ChronoField.DAY_OF_MONTH, TimeColumn::dayOfMonth);
    PARTS.put(ChronoField.DAY_OF_WEEK, TimeColumn::dayOfWeek);
    PARTS.put(ChronoField.HOUR_OF_DAY, TimeColumn::hour);
    PARTS.put(ChronoField.MINUTE_OF_HOUR, TimeColumn::minute);
    PARTS.put(ChronoField.SECOND_OF_MINUTE, TimeColumn::second);
    PARTS.put(ChronoField.SECOND_OF_DAY, TimeColumn::secondOfDay);
  }

  private static List<ChronoField> parts(ChronoUnit unit) {
    return PARTS.keySet().stream()
        .filter(part -> unit != ChronoUnit.DAYS || part.isDateBased())
        .toList();
  }

  /** Runs the graph of integer columns of 't' over time stamps. */
  private static List<long[]> compute(
      Function<TimeColumn, List<IntegerColumn>> columns, ChronoUnit unit, long[] stamps)
      throws Exception {
    var schema = TextFormat.parse("feature { name: 't' type: INT }", Schema.class);
    var features = new Features(new RawColumns(schema));
    var positions = new ArrayList<Integer>();
    columns
        .apply(features.integer("t").asTime(unit))
        .forEach(column -> positions.add(column.position()));
    assertThat(features.mistakes()).isEmpty();
    var graph = OnnxGraph.named("times");
    var emission =
        new Emission(graph, Fitted.nothing(features.program()), Emission.Precision.SINGLE);
    emission.emit(positions);
    for (int position : positions) {
      graph.output("part/" + position, emission.tensor(position), DataType.INT64);
    }
    try (var model = OnnxModel.of(graph.bytes(), "times")) {
      var answer = model.infer(Map.of("t", Int64Tensor.column(stamps)));
      return positions.stream().map(position -> answer.longs("part/" + position)).toList();
    }
  }

  private static long[] stamps(ChronoUnit unit) {
    var random = new Random(unit.getDuration().toNanos());
    long day = Math.max(1, Duration.ofDays(1).dividedBy(unit.getDuration()));
    var stamps = LongStream.builder();
    for (long edge : new long[] {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1}) {
      stamps.add(edge);
    }
    for (int years = 0; years < 500; years++) {
      long days = LocalDateTime.of(1800 + years, 3, 1, 0, 0).toLocalDate().toEpochDay();
      if (days <= Long.MAX_VALUE / day && days >= Long.MIN_VALUE / day) {
        stamps.add(days * day).add(days * day - 1);
      }
    }
    long farthest = Times.Stamp.farthest(unit);
    stamps.add(farthest).add(-farthest);
    for (int i = 0; i < ROWS; i++) {
      stamps.add(random.nextLong() % farthest).add((random.nextLong() >> 40) * day / 100);
    }
    return stamps.build().toArray();
  }

  @ParameterizedTest
  @EnumSource(
      value = ChronoUnit.class,
      names = {"NANOS", "MICROS", "MILLIS", "SECONDS", "MINUTES", "HOURS", "DAYS"})
  void partsAreThoseOfTheCalendar(ChronoUnit unit) throws Exception {
    for (var zone :
        unit == ChronoUnit.DAYS
            ? List.of(ZoneOffset.UTC)
            : List.of(ZoneOffset.UTC, ZoneOffset.ofHoursMinutes(5, 45), ZoneOffset.ofHours(-18))) {
      long[] stamps = stamps(unit);
      var parts = parts(unit);
      var found =
          compute(
              time -> parts.stream().map(part -> PARTS.get(part).apply(time.at(zone))).toList(),
              unit,
              stamps);
      long seconds = unit.getDuration().toSeconds();
      for (int i = 0; i < stamps.length; i++) {
        boolean isDate = Math.abs((double) stamps[i]) <= Times.Stamp.farthest(unit);
        long perSecond = seconds > 0 ? 1 : Duration.ofSeconds(1).dividedBy(unit.getDuration());
        long epochSecond =
            seconds > 0 && isDate ? stamps[i] * seconds : Math.floorDiv(stamps[i], perSecond);
        for (int part = 0; part < parts.size(); part++) {
          long expected =
              isDate
                  ? LocalDateTime.ofEpochSecond(epochSecond, 0, zone).getLong(parts.get(part))
                  : Long.MIN_VALUE;
          if (found.get(part)[i] != expected) {
            assertThat(found.get(part)[i])
                .as(parts.get(part) + " of " + stamps[i] + " " + unit + " at " + zone)
                .isEqualTo(expected);
          }
        }
      }
    }
  }

  private static NumberColumn sinceEpoch(Features features, ChronoUnit unit, ChronoUnit in) {
    return features.integer("t").asTime(unit).sinceEpoch(in);
  }

  @Test
  void timesAreSoFarAfterTheEpoch() throws Exception {
    var schema = TextFormat.parse("feature { name: 't' type: INT }", Schema.class);
    long[] stamps = stamps(ChronoUnit.MILLIS);
    var features = new Features(new RawColumns(schema));
    int days = sinceEpoch(features, ChronoUnit.MILLIS, ChronoUnit.DAYS).position();
    int nanos = sinceEpoch(features, ChronoUnit.MILLIS, ChronoUnit.NANOS).position();
    assertThat(features.mistakes()).isEmpty();
    assertThat(features.program().source(days))
        .isEqualTo("f.integer(\"t\").asTime(ChronoUnit.MILLIS).sinceEpoch(ChronoUnit.DAYS)");
    var graph = OnnxGraph.named("times");
    var emission =
        new Emission(graph, Fitted.nothing(features.program()), Emission.Precision.SINGLE);
    emission.emit(List.of(days, nanos));
    graph.output("days", graph.cast(emission.tensor(days), DataType.FLOAT), DataType.FLOAT);
    graph.output("nanos", graph.cast(emission.tensor(nanos), DataType.FLOAT), DataType.FLOAT);
    try (var model = OnnxModel.of(graph.bytes(), "times")) {
      var answer = model.infer(Map.of("t", Int64Tensor.column(stamps)));
      var inDays = new float[stamps.length];
      var inNanos = new float[stamps.length];
      for (int i = 0; i < stamps.length; i++) {
        boolean isDate = Math.abs((double) stamps[i]) <= Times.Stamp.farthest(ChronoUnit.MILLIS);
        inDays[i] = isDate ? (float) (stamps[i] / 86_400_000.0) : Float.NaN;
        inNanos[i] = isDate ? (float) (stamps[i] * 1e6) : Float.NaN;
      }
      assertThat(answer.floats("days")).containsExactly(inDays);
      assertThat(answer.floats("nanos")).containsExactly(inNanos);
    }
  }

  @Test
  void batchesDoNotShow() throws Exception {
    long[] stamps = stamps(ChronoUnit.SECONDS);
    Function<TimeColumn, List<IntegerColumn>> parts =
        time -> PARTS.values().stream().map(part -> part.apply(time)).toList();
    var whole = compute(parts, ChronoUnit.SECONDS, stamps);
    for (int i = 0; i < 50; i++) {
      var one = compute(parts, ChronoUnit.SECONDS, new long[] {stamps[i]});
      for (int part = 0; part < whole.size(); part++) {
        assertThat(one.get(part)[0]).isEqualTo(whole.get(part)[i]);
      }
    }
  }
}
