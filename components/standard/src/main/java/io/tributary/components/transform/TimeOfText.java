package io.tributary.components.transform;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.transform.Expression.OfOne;
import java.util.List;

/** A text of ISO 8601 as a time stamp in seconds: missing where it is none. */
record TimeOfText(int operand) implements OfOne {
  /** The standard operators that came with StringSplit. */
  private static final int OPSET = 20;

  /** Has all parts that a text can have, so that splitting always gives as many. */
  private static final String WHOLE = "1970-01-01T00:00:00";

  @Override
  public Type type() {
    return Type.INTEGER;
  }

  @Override
  public boolean mayBeMissing(boolean operandMayBe) {
    return true;
  }

  @Override
  public String source(List<String> operands) {
    return operands.get(0) + ".asTime()";
  }

  @Override
  public String emit(Emission e) {
    var graph = e.graph();
    graph.raise(OPSET);
    var text = e.tensor(operand);
    var isTime =
        graph.node(
            OnnxDomain.STANDARD,
            "RegexFullMatch",
            List.of(OnnxAttribute.ofString("pattern", IsoTime.PATTERN)),
            text);
    var whole = graph.strings(WHOLE);
    var date = split(e, e.withRow(graph.node("Where", isTime, text, whole), whole), "-");
    var dayAndClock = dayAndClock(e, part(e, date, 2));
    var numbers = new WholeNumbers(graph);
    var day = integer(e, part(e, dayAndClock, 0));
    var days = days(numbers, integer(e, part(e, date, 0)), integer(e, part(e, date, 1)), day);
    var isDay =
        graph.node("Equal", new Times.Date(numbers, days).part(Times.Part.DAY_OF_MONTH), day);
    var seconds =
        numbers.add(numbers.times(days, Times.SECONDS_A_DAY), seconds(e, part(e, dayAndClock, 1)));
    return graph.node(
        "Where",
        graph.node("And", isTime, e.withoutRow(isDay)),
        e.withoutRow(seconds),
        e.missingInteger());
  }

  /** Split where a 'T' or a space is; the clock is empty if there is none. */
  private static String dayAndClock(Emission e, String text) {
    var graph = e.graph();
    var atT = split(e, text, "T");
    var beginning = graph.node("StringConcat", part(e, atT, 0), graph.strings(" "));
    return split(e, graph.node("StringConcat", beginning, part(e, atT, 1)), " ");
  }

  /** Of the day, from its clock; 0 if that is empty. */
  private static String seconds(Emission e, String clock) {
    var withoutZone = part(e, split(e, orElse(e, clock, "00:00:00"), "Z"), 0);
    var parts = split(e, part(e, split(e, withoutZone, "."), 0), ":");
    var whole = new WholeNumbers(e.graph());
    var ofHours = whole.times(integer(e, part(e, parts, 0)), 3_600);
    var ofMinutes = whole.times(integer(e, part(e, parts, 1)), 60);
    var seconds = integer(e, orElse(e, part(e, parts, 2), "00"));
    return whole.add(whole.add(ofHours, ofMinutes), seconds);
  }

  private static String orElse(Emission e, String text, String ifEmpty) {
    var graph = e.graph();
    return graph.node("Where", e.textEquals(text, ""), graph.strings(ifEmpty), text);
  }

  private static String split(Emission e, String text, String delimiter) {
    var graph = e.graph();
    var parts =
        graph.node(
            OnnxDomain.STANDARD,
            "StringSplit",
            List.of(OnnxAttribute.ofString("delimiter", delimiter)),
            List.of(text),
            2);
    return graph.node("Squeeze", parts.get(0), graph.vector(1));
  }

  private static String part(Emission e, String parts, int index) {
    var graph = e.graph();
    return graph.node(
        "Slice", parts, graph.vector(index), graph.vector(index + 1L), graph.vector(1));
  }

  private static String integer(Emission e, String digits) {
    return e.graph().cast(digits, DataType.INT64);
  }

  /** Since 1970, of a date after the year -400 (see {@link Times.Date}). */
  private static String days(WholeNumbers whole, String year, String month, String day) {
    var fromMarch = whole.mod(whole.plus(month, 9), 12);
    var isNextYear = ofNextYear(whole, fromMarch);
    var shifted = whole.plus(whole.minus(year, isNextYear), 400);
    var ofYears =
        whole.add(
            whole.minus(
                whole.add(whole.times(shifted, 365), whole.div(shifted, 4)),
                whole.div(shifted, 100)),
            whole.div(shifted, 400));
    var ofMonths = whole.div(whole.plus(whole.times(fromMarch, 153), 2), 5);
    return whole.plus(
        whole.add(whole.add(ofYears, ofMonths), day),
        -1 - Times.Date.FIRST_OF_MARCH_0 - Times.Date.DAYS_OF_ERA);
  }

  /** 1 for January and February, which end the year that began in March, else 0. */
  private static String ofNextYear(WholeNumbers whole, String fromMarch) {
    return whole.graph().cast(whole.atLeast(fromMarch, 10), DataType.INT64);
  }
}
