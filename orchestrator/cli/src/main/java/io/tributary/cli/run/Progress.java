package io.tributary.cli.run;

import io.tributary.api.ExecutionFailure;
import io.tributary.cli.output.Printable;
import io.tributary.cli.output.Table;
import io.tributary.core.NodeResult;
import io.tributary.core.RunListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Shows a run as it goes: a line for every node that ended, and on a terminal a last line, which is
 * overwritten, with what is under way; elsewhere a line of that where there was none for a while.
 */
final class Progress implements RunListener {
  private static final String CLEAR_LINE = "\r\u001b[K";

  /** How long nothing is said before what is under way becomes a line of its own. */
  private static final Duration QUIET = Duration.ofSeconds(10);

  private final PrintWriter out;
  private final boolean terminal;
  private final boolean prints;
  private final int columns;
  private final LongSupplier nanos;
  private final Map<String, String> running = new LinkedHashMap<>();
  private long lastLine;
  private int width = 4;
  private int total;
  private int ended;

  /**
   * @param terminal whether {@code out} is a terminal, on which a line can be overwritten
   */
  Progress(PrintWriter out, boolean terminal) {
    this(out, terminal, true, System::nanoTime);
  }

  Progress(PrintWriter out, boolean terminal, boolean prints, LongSupplier nanos) {
    this.nanos = nanos;
    this.out = out;
    this.terminal = terminal;
    this.prints = prints;
    // A terminal that does not know its size says 0.
    int told = Integer.getInteger("tributary.columns", 0);
    this.columns = told > 0 ? told : 80;
  }

  /** Without what processes of nodes print. */
  static Progress withoutPrints(PrintWriter out, boolean terminal) {
    return new Progress(out, terminal, false, System::nanoTime);
  }

  @Override
  public void runStarted(String runId, String pipeline, List<String> nodes) {
    total = nodes.size();
    nodes.forEach(node -> width = Math.max(width, node.length()));
    line(pipeline + " run " + runId);
  }

  @Override
  public void nodeStarted(String node, int attempt) {
    running.put(node, attempt == 1 ? "" : "attempt " + attempt);
    status();
  }

  @Override
  public void nodeProgress(String node, String message) {
    var told = Printable.line(message);
    running.put(node, told);
    if (!terminal && nanos.getAsLong() - lastLine >= QUIET.toNanos()) {
      line("  " + pad(node) + "  " + told);
    }
    status();
  }

  @Override
  public void nodePrinted(String node, String line) {
    if (prints) {
      line(Printable.of(line));
      status();
    }
  }

  @Override
  public void nodeRetrying(String node, int attempt, ExecutionFailure failure, Duration pause) {
    line(
        "  "
            + pad(node)
            + "  attempt "
            + attempt
            + " failed, next in "
            + RunReport.seconds(pause)
            + ": "
            + Printable.line(String.valueOf(failure.getMessage())));
    status();
  }

  @Override
  public void nodeFinished(NodeResult result) {
    running.remove(result.node());
    ended++;
    var took = RunReport.seconds(result.elapsed());
    line(
        "  "
            + pad(result.node())
            + "  "
            + Table.pad(result.state().name(), 8)
            + "  "
            + " ".repeat(Math.max(0, 8 - took.length()))
            + took
            + "  "
            + Printable.line(result.reason()));
    status();
  }

  @Override
  public void warned(String message) {
    line("  warning: " + Printable.line(message));
    status();
  }

  private String pad(String node) {
    return Table.pad(node, width);
  }

  private void line(String text) {
    out.println((terminal ? CLEAR_LINE : "") + text.stripTrailing());
    out.flush();
    lastLine = nanos.getAsLong();
  }

  private void status() {
    if (terminal) {
      var text = new StringBuilder(CLEAR_LINE);
      if (!running.isEmpty()) {
        text.append("  ").append(ended).append('/').append(total).append("  running ");
        running.forEach(
            (node, message) ->
                text.append(node)
                    .append(message.isEmpty() ? "" : " (" + message + ")")
                    .append("  "));
      }
      // A line that wraps could not be overwritten.
      text.setLength(Math.min(text.length(), CLEAR_LINE.length() + columns - 1));
      out.print(text);
      out.flush();
    }
  }
}
