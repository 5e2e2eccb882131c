package io.tributary.components.evaluator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON form of what can be drawn. */
final class PlotsJson {
  private PlotsJson() {}

  static Map<String, Object> fields(Plots plots) {
    var fields = new LinkedHashMap<String, Object>();
    if (!plots.calibration().isEmpty()) {
      fields.put(
          "curve",
          plots.curve().stream()
              .map(
                  point ->
                      fields(
                          "threshold", point.threshold(),
                          "true_positive_rate", point.truePositiveRate(),
                          "false_positive_rate", point.falsePositiveRate(),
                          "precision", point.precision()))
              .toList());
      fields.put(
          "calibration",
          plots.calibration().stream()
              .map(
                  bin ->
                      fields(
                          "mean_score", bin.meanScore(),
                          "mean_label", bin.meanLabel(),
                          "weight", bin.weight()))
              .toList());
    }
    if (!plots.confusion().isEmpty()) {
      fields.put("classes", plots.classes());
      fields.put("confusion", plots.confusion());
    }
    return fields;
  }

  private static Map<String, Object> fields(Object... namesAndValues) {
    var fields = new LinkedHashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }

  static Plots read(@Nullable Object written) {
    if (!(written instanceof Map<?, ?> fields)) {
      return Plots.NONE;
    }
    var curve = new ArrayList<Plots.CurvePoint>();
    for (var each : list(fields, "curve")) {
      var point = (Map<?, ?>) each;
      curve.add(
          new Plots.CurvePoint(
              number(point, "threshold"),
              number(point, "true_positive_rate"),
              number(point, "false_positive_rate"),
              number(point, "precision")));
    }
    var calibration = new ArrayList<CalibrationBin>();
    for (var each : list(fields, "calibration")) {
      var bin = (Map<?, ?>) each;
      calibration.add(
          new CalibrationBin(
              number(bin, "mean_score"), number(bin, "mean_label"), number(bin, "weight")));
    }
    var confusion = new ArrayList<List<Double>>();
    for (var line : list(fields, "confusion")) {
      confusion.add(
          ((List<?>) line).stream().map(weight -> ((Number) weight).doubleValue()).toList());
    }
    return new Plots(
        curve,
        calibration,
        list(fields, "classes").stream().map(String::valueOf).toList(),
        confusion);
  }

  private static List<?> list(Map<?, ?> fields, String name) {
    return fields.get(name) instanceof List<?> list ? list : List.of();
  }

  private static double number(Map<?, ?> fields, String name) {
    if (fields.get(name) instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException(name + ": absent (expected: a number)");
  }
}
