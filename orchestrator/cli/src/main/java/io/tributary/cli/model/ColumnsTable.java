package io.tributary.cli.model;

import io.tributary.cli.output.Table;
import io.tributary.components.transform.ColumnChoice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/**
 * What became of the columns of a table; a line for all that became the same for the same reason.
 *
 * @param choices in the order of the columns
 */
record ColumnsTable(List<ColumnChoice> choices) {
  private static final int MOST_NAMES = 3;

  private record Line(String became, String why) {}

  Stream<String> lines() {
    var columns = new LinkedHashMap<Line, List<String>>();
    for (var choice : choices) {
      columns
          .computeIfAbsent(new Line(choice.became(), choice.why()), line -> new ArrayList<>())
          .add(choice.column());
    }
    var table = new Table("COLUMN", "BECAME", "WHY");
    columns.forEach((line, names) -> table.row(names(names), line.became(), line.why()));
    return table.toString().lines();
  }

  private static String names(List<String> names) {
    int more = names.size() - MOST_NAMES;
    return more <= 1
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, MOST_NAMES)) + " and " + more + " more";
  }
}
