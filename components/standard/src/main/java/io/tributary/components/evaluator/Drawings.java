package io.tributary.components.evaluator;

import io.tributary.components.html.Markup;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Curves as SVG, for a page. */
final class Drawings {
  private static final int SIZE = 260;
  private static final int MARGIN = 40;
  private static final int WHOLE = SIZE + 2 * MARGIN;

  private final Markup page;

  Drawings(Markup page) {
    this.page = page;
  }

  void curves(Plots candidate, Optional<Plots> baseline) {
    if (candidate.curve().isEmpty()) {
      return;
    }
    page.open("div", "class", "plots");
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
    page.close("div");
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
    page.open("svg", "viewBox", "0 0 " + WHOLE + " " + WHOLE, "role", "img", "aria-label", title);
    text(WHOLE / 2, MARGIN - 12, "title", title);
    text(WHOLE / 2, WHOLE - 8, "axis", x);
    page.element("text", y, "transform", "translate(14 " + WHOLE / 2 + ") rotate(-90)");
    for (int end = 0; end <= 1; end++) {
      text(MARGIN + end * SIZE, WHOLE - MARGIN + 16, "axis", "" + end);
      text(MARGIN - 10, WHOLE - MARGIN - end * SIZE + 4, "axis", "" + end);
    }
    var place = "translate(" + MARGIN + " " + (MARGIN + SIZE) + ") scale(" + SIZE + " -" + SIZE;
    page.open("g", "transform", place + ")")
        .element("rect", "", "class", "frame", "width", "1", "height", "1");
  }

  private void text(int x, int y, String kind, String text) {
    page.element("text", text, "class", kind, "x", "" + x, "y", "" + y);
  }

  private void line(String kind, String points) {
    page.element("polyline", "", "class", kind, "points", points);
  }

  private void end() {
    page.close("g").close("svg");
  }
}
