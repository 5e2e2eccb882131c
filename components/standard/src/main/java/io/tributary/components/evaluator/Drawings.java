package io.tributary.components.evaluator;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Curves as SVG, for a page. */
final class Drawings {
  private static final int SIZE = 260;
  private static final int MARGIN = 40;

  private final StringBuilder page;

  Drawings(StringBuilder page) {
    this.page = page;
  }

  void curves(Plots candidate, Optional<Plots> baseline) {
    if (candidate.curve().isEmpty()) {
      return;
    }
    page.append("<div class=\"plots\">");
    begin("ROC curve", "false positive rate", "true positive rate");
    line("guess", "0,0 1,1");
    baseline.ifPresent(
        plots -> line("other", "0,0 " + points(plots.curve(), this::falseRate, this::trueRate)));
    line("model", "0,0 " + points(candidate.curve(), this::falseRate, this::trueRate));
    end();
    begin("Precision and recall", "recall", "precision");
    baseline.ifPresent(
        plots -> line("other", points(plots.curve(), this::trueRate, Plots.CurvePoint::precision)));
    line("model", points(candidate.curve(), this::trueRate, Plots.CurvePoint::precision));
    end();
    begin("Calibration", "mean score", "mean label");
    line("guess", "0,0 1,1");
    baseline.ifPresent(plots -> line("other", bins(plots.calibration())));
    line("model", bins(candidate.calibration()));
    end();
    page.append("</div>\n");
  }

  private double trueRate(Plots.CurvePoint point) {
    return point.truePositiveRate();
  }

  private double falseRate(Plots.CurvePoint point) {
    return point.falsePositiveRate();
  }

  private static String points(
      List<Plots.CurvePoint> curve,
      ToDoubleFunction<Plots.CurvePoint> x,
      ToDoubleFunction<Plots.CurvePoint> y) {
    var points = new StringBuilder();
    for (var point : curve) {
      points.append(at(x.applyAsDouble(point), y.applyAsDouble(point)));
    }
    return points.toString();
  }

  private static String bins(List<CalibrationBin> bins) {
    var points = new StringBuilder();
    bins.forEach(bin -> points.append(at(bin.meanScore(), bin.meanLabel())));
    return points.toString();
  }

  private static String at(double x, double y) {
    return String.format(Locale.ROOT, "%.4f,%.4f ", x, y);
  }

  private void begin(String title, String x, String y) {
    int whole = SIZE + 2 * MARGIN;
    int middle = whole / 2;
    page.append("<svg viewBox=\"0 0 ").append(whole).append(' ').append(whole).append("\">");
    text(middle, MARGIN - 12, "title", title);
    text(middle, whole - 8, "axis", x);
    page.append("<text class=\"axis\" transform=\"translate(14 ")
        .append(middle)
        .append(") rotate(-90)\">")
        .append(y)
        .append("</text>");
    for (var end : List.of("0", "1")) {
      int along = Integer.parseInt(end) * SIZE;
      text(MARGIN + along, whole - MARGIN + 16, "axis", end);
      text(MARGIN - 10, whole - MARGIN - along + 4, "axis", end);
    }
    page.append("<g transform=\"translate(")
        .append(MARGIN)
        .append(' ')
        .append(MARGIN + SIZE)
        .append(") scale(")
        .append(SIZE)
        .append(" -")
        .append(SIZE)
        .append(")\"><rect class=\"frame\" width=\"1\" height=\"1\"/>");
  }

  private void text(int x, int y, String kind, String text) {
    page.append("<text class=\"")
        .append(kind)
        .append("\" x=\"")
        .append(x)
        .append("\" y=\"")
        .append(y)
        .append("\">")
        .append(text)
        .append("</text>");
  }

  private void line(String kind, String points) {
    page.append("<polyline class=\"")
        .append(kind)
        .append("\" points=\"")
        .append(points)
        .append("\"/>");
  }

  private void end() {
    page.append("</g></svg>");
  }
}
