package io.tributary.data.source;

import static java.util.Objects.requireNonNull;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The rows of a source that cannot be read: all of them counted, the first ones told, and given to
 * the quarantine as far as the budget may suffice. Not thread-safe.
 */
public final class SetAside {
  private static final int TOLD = 20;

  /** So many bytes of a row are kept. */
  public static final int KEPT_BYTES = 1 << 16;

  private final BadRowBudget budget;
  private final Quarantine quarantine;
  private final List<Told> first = new ArrayList<>();
  private long count;
  private boolean isInDoubt;

  /**
   * A row for the message.
   *
   * @param expected empty if {@code found} says it already
   */
  private record Told(BadRow row, String found, String expected) {
    String where(String unit) {
      return row.file()
          + ", "
          + unit
          + ' '
          + row.line()
          + (row.column().isEmpty() ? "" : ", column '" + row.column() + "'");
    }
  }

  public SetAside(BadRowBudget budget, Quarantine quarantine) {
    this.budget = requireNonNull(budget, "budget");
    this.quarantine = requireNonNull(quarantine, "quarantine");
  }

  /** Takes the next one. */
  public void add(BadRow row) throws IOException {
    add(row, row.reason(), "");
  }

  /**
   * Takes the next one, of which the reason is known in two parts.
   *
   * @param found what is wrong
   * @param expected what would have been right
   */
  public void add(BadRow row, String found, String expected) throws IOException {
    if (first.size() < TOLD) {
      first.add(new Told(row, found, expected));
    }
    if (count++ < budget.maxRows()) {
      quarantine.add(row);
    }
  }

  /** Counts more of them, which nobody asks for any more. */
  public void addUntold(long more) {
    count += more;
  }

  /** No budget covers them: one leaves in doubt where the row behind it begins. */
  public void leaveInDoubt() {
    isInDoubt = true;
  }

  /** How many there are. */
  public long count() {
    return count;
  }

  /**
   * Makes sure that they are not too many.
   *
   * @param input the path that the user gave
   * @param rows how many rows there are, good and bad
   * @param unit what a row is counted by, such as {@code line}
   * @throws ExecutionFailure if the budget does not allow so many; it tells the first
   */
  public void require(Path input, long rows, String unit) {
    if (count == 0 || (!isInDoubt && budget.allows(count, rows))) {
      return;
    }
    if (count == 1) {
      var only = first.get(0);
      throw failure(
          only.where(unit), only.found, only.expected.isEmpty() ? allowed() : only.expected);
    }
    var told = new StringBuilder();
    told.append(String.format(Locale.ROOT, "%,d of %,d rows cannot be read", count, rows));
    told.append(count > TOLD ? "; the first:" : ":");
    for (var row : first) {
      told.append("\n  ").append(row.where(unit)).append(": ").append(row.found);
      if (!row.expected.isEmpty()) {
        told.append(" (expected: ").append(row.expected).append(')');
      }
    }
    throw failure(input.toString(), told.append('\n').toString(), allowed());
  }

  private ExecutionFailure failure(String where, String value, String expected) {
    return new ExecutionFailure(
        Code.INVALID_DATA, new Explanation(where, value, expected, remedy()));
  }

  private String allowed() {
    if (budget.equals(BadRowBudget.NONE)) {
      return "no bad row";
    }
    var percent = BigDecimal.valueOf(budget.maxFraction()).movePointRight(2).stripTrailingZeros();
    var part = percent.toPlainString() + " % of all";
    if (budget.maxRows() == Long.MAX_VALUE) {
      return "bad rows of at most " + part;
    }
    return "at most "
        + budget.maxRows()
        + " bad rows"
        + (budget.maxFraction() < 1 ? ", and no more than " + part : "");
  }

  private String remedy() {
    if (isInDoubt) {
      return "correct these rows; no budget covers them, because nobody can tell where the next row"
          + " begins";
    }
    return budget.equals(BadRowBudget.NONE)
        ? "correct these rows, or put up with some bad ones (--max-bad-rows, or withBadRows of a"
            + " component); none is left out unasked"
        : "correct these rows, or put up with more of them";
  }
}
