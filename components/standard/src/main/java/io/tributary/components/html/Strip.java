package io.tributary.components.html;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A scale on which the figures of one row of a table are marked, the same for all rows.
 *
 * @param low its left end
 * @param high its right end, above {@code low}
 */
public record Strip(double low, double high) {
  private static final int WIDTH = 120;
  private static final int HEIGHT = 12;
  private static final int INSET = 5;

  /** A scale that reaches over all of these; from 0 to 1 where there are none. */
  public static Strip over(List<Double> figures) {
    double low = figures.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    double high = figures.stream().mapToDouble(Double::doubleValue).max().orElse(1);
    double room = high > low ? 0 : Math.max(Math.abs(high), 1e-6);
    return new Strip(low - room, high + room);
  }

  /** A dot for a figure, another one for what it is compared with, and a line for all rows. */
  public void draw(
      Markup page, Optional<Double> ofAll, Optional<Double> figure, Optional<Double> other) {
    begin(page);
    ofAll.ifPresent(
        at ->
            page.element("line", "", "class", "mean", "x1", x(at), "x2", x(at), "y2", "" + HEIGHT));
    other.ifPresent(at -> dot(page, "dot other", at));
    figure.ifPresent(at -> dot(page, "dot", at));
    page.close("svg");
  }

  /** A bar from 0 to a figure. */
  public void bar(Markup page, double figure) {
    double from = Math.min(0, figure);
    double wide = place(Math.max(0, figure)) - place(from);
    begin(page);
    page.element(
            "rect",
            "",
            "class",
            figure < 0 ? "bar less" : "bar",
            "x",
            x(from),
            "y",
            "1",
            "height",
            "" + (HEIGHT - 2),
            "width",
            text(wide))
        .close("svg");
  }

  private void begin(Markup page) {
    page.open(
        "svg", "class", "strip", "viewBox", "0 0 " + WIDTH + " " + HEIGHT, "aria-hidden", "true");
    page.element("line", "", "x2", "" + WIDTH, "y1", "" + HEIGHT / 2, "y2", "" + HEIGHT / 2);
  }

  private void dot(Markup page, String kind, double at) {
    page.element(
        "circle", "", "class", kind, "cx", x(at), "cy", "" + HEIGHT / 2, "r", "" + (INSET - 1));
  }

  private double place(double at) {
    return INSET + (WIDTH - 2 * INSET) * (at - low) / (high - low);
  }

  private String x(double at) {
    return text(place(at));
  }

  private static String text(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }
}
