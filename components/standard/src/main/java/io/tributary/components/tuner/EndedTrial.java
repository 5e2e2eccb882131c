package io.tributary.components.tuner;

import static java.util.Objects.requireNonNull;

import io.tributary.api.ExecutionPart;
import io.tributary.components.hyperparameter.SearchSpace;
import io.tributary.components.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A trial and when it took place: what is kept of it until the search is over.
 *
 * @param spent time of the search up to its end, in all attempts
 */
record EndedTrial(Trial trial, Instant started, Duration took, Duration spent) {

  static String name(int number) {
    return "trial-" + number + ".json";
  }

  /**
   * As the metadata store remembers it.
   *
   * @param training class name
   * @param task what is learnt, in words
   * @param objective key of the metric
   */
  ExecutionPart part(String training, String task, String objective) {
    return new ExecutionPart(
        RememberedTrial.TYPE,
        "trial-" + trial.number(),
        started,
        started.plus(took),
        trial.hasFailed() ? Optional.of(trial.failure()) : Optional.empty(),
        new RememberedTrial(training, Optional.of(task), objective, trial).properties());
  }

  byte[] json() {
    var fields = trial.json();
    fields.put("started", started.toString());
    fields.put("took_millis", took.toMillis());
    fields.put("spent_millis", spent.toMillis());
    return Json.write(fields);
  }

  /** What was kept, if it is of that proposal: another version of the search may have kept it. */
  static Optional<EndedTrial> read(byte[] json, Proposal proposal, SearchSpace space)
      throws IOException {
    if (!(Json.read(json) instanceof Map<?, ?> fields)) {
      return Optional.empty();
    }
    try {
      var trial = Trial.read(fields, space);
      return trial.setting().equals(proposal.setting()) && trial.share() == proposal.share()
          ? Optional.of(
              new EndedTrial(
                  trial,
                  Instant.parse((String) requireNonNull(fields.get("started"))),
                  millis(fields, "took_millis"),
                  millis(fields, "spent_millis")))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Duration millis(Map<?, ?> fields, String name) {
    return Duration.ofMillis((Long) requireNonNull(fields.get(name)));
  }
}
