package io.tributary.components.schema;

import io.tributary.proto.tfmd.AnomalyInfo;
import java.util.List;
import java.util.stream.Collectors;

/** Departures as the anomaly of a feature or a dataset. */
public final class Departures {
  private Departures() {}

  /**
   * An anomaly with more reasons than before; an error.
   *
   * @param before may have no reason yet
   */
  public static AnomalyInfo.Builder add(AnomalyInfo before, List<Departure> departures) {
    var info = before.toBuilder().setSeverity(AnomalyInfo.Severity.ERROR);
    for (var departure : departures) {
      info.addReason(
          AnomalyInfo.Reason.newBuilder()
              .setType(departure.type())
              .setShortDescription(departure.summary())
              .setDescription(departure.explanation().toString()));
    }
    var reasons = info.getReasonList();
    return info.setShortDescription(
            reasons.size() == 1
                ? reasons.get(0).getShortDescription()
                : reasons.size()
                    + " reasons: "
                    + reasons.stream()
                        .map(AnomalyInfo.Reason::getShortDescription)
                        .distinct()
                        .collect(Collectors.joining(", ")))
        .setDescription(
            reasons.stream()
                .map(AnomalyInfo.Reason::getDescription)
                .collect(Collectors.joining("\n")));
  }
}
