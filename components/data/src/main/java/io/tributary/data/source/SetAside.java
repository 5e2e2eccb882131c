package io.tributary.data.source;

import static java.util.Objects.requireNonNull;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import java.io.IOException;
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
  private final List<BadRow> first = new ArrayList<>();
  private long count;

  public SetAside(BadRowBudget budget, Quarantine quarantine) {
    this.budget = requireNonNull(budget, "budget");
    this.quarantine = requireNonNull(quarantine, "quarantine");
  }

  /** Takes the next one. */
  public void add(BadRow row) throws IOException {
    if (first.size() < TOLD) {
      first.add(row);
    }
    if (count++ < budget.maxRows()) {
      quarantine.add(row);
    }
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
    if (count == 0 || budget.allows(count, rows)) {
      return;
    }
    var told = new StringBuilder();
    if (count > 1) {
      told.append(String.format(Locale.ROOT, "%,d of %,d rows cannot be read", count, rows));
      told.append(count > TOLD ? "; the first:" : ":");
    }
    for (var row : first) {
      told.append(count > 1 ? "\n  " : "")
          .append(row.file())
          .append(", ")
          .append(unit)
          .append(' ')
          .append(row.line())
          .append(row.column().isEmpty() ? "" : ", column '" + row.column() + "'")
          .append(": ")
          .append(row.reason());
    }
    throw new ExecutionFailure(
        Code.INVALID_DATA,
        new Explanation(
            input.toString(),
            told.append(count > 1 ? "\n" : "").toString(),
            budget.equals(BadRowBudget.NONE)
                ? "no bad row"
                : "at most "
                    + budget.maxRows()
                    + " bad rows and "
                    + 100 * budget.maxFraction()
                    + " % of all",
            "correct these rows, or put up with more of them"));
  }
}
