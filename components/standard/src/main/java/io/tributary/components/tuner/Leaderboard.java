package io.tributary.components.tuner;

import static java.util.Objects.requireNonNull;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.components.evaluator.Metric;
import io.tributary.components.evaluator.Metric.Better;
import io.tributary.components.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All trials of a search, the best first: the payload of a {@code TunerResults}. First come those
 * with the greatest share of the resource, by their values, of equals the earlier; failed ones come
 * last. The same for equal inputs, parameters and seed, byte for byte, however many trials ran at a
 * time, however often the process died, and whenever it ran.
 *
 * @param training class name of the training
 * @param task what is learnt, in words; empty of searches from before it was kept
 * @param objective the metric that ranks
 * @param trials in the order of the leaderboard
 */
public record Leaderboard(
    String training, Optional<String> task, Metric objective, List<Trial> trials) {

  /** The file inside a {@code TunerResults}. */
  public static final String FILE = "leaderboard.json";

  /** The file beside it that shows the leaderboard to people, as lines of text. */
  public static final String TABLE = "leaderboard.txt";

  public Leaderboard {
    requireNonNull(training, "training");
    requireNonNull(task, "task");
    requireNonNull(objective, "objective");
    int sign = objective.better() == Better.HIGHER ? -1 : 1;
    trials =
        trials.stream()
            .sorted(
                Comparator.comparing(Trial::hasFailed)
                    .thenComparing(trial -> -trial.share())
                    .thenComparing(trial -> sign * trial.value().orElse(0.0))
                    .thenComparing(Trial::number))
            .toList();
  }

  /** The first; empty if all have failed. */
  public Optional<Trial> best() {
    return trials.stream().findFirst().filter(trial -> !trial.hasFailed());
  }

  public long failed() {
    return trials.stream().filter(Trial::hasFailed).count();
  }

  /** One line: {@code best auc 0.9312 in 20 trials (1 failed): algorithm=xgboost}. */
  public String summary() {
    var counted =
        trials.size()
            + (trials.size() == 1 ? " trial" : " trials")
            + (failed() == 0 ? "" : " (" + failed() + " failed)");
    return best()
        .map(
            trial ->
                "best "
                    + objective.key()
                    + " "
                    + Figure.of(trial.value().orElseThrow())
                    + " in "
                    + counted
                    + ": "
                    + trial.setting())
        .orElse("no result in " + counted);
  }

  /** The content of {@code leaderboard.txt}: the summary, and all trials in columns. */
  public String table() {
    return new LeaderboardTable(this).text();
  }

  /** The content of {@code leaderboard.json}. */
  public Map<String, Object> json() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("training", training);
    task.ifPresent(words -> fields.put("task", words));
    fields.put("objective", objective.key());
    fields.put("trials", trials.stream().map(Trial::json).toList());
    return fields;
  }

  /** Writes both files. */
  public void write(Path directory) throws IOException {
    Files.write(directory.resolve(FILE), Json.write(json()));
    Files.writeString(directory.resolve(TABLE), table());
  }

  /**
   * Reads the payload of a {@code TunerResults}.
   *
   * @throws IOException if it holds no {@code leaderboard.json}
   * @throws ExecutionFailure if that is damaged
   */
  public static Leaderboard read(Path tunerResults) throws IOException {
    var file = tunerResults.resolve(FILE);
    var content = Files.readAllBytes(file);
    try {
      return of((Map<?, ?>) requireNonNull(Json.read(content)));
    } catch (RuntimeException | IOException e) {
      throw new ExecutionFailure(
          Code.INVALID_DATA,
          new Explanation(
              file.toString(),
              "damaged",
              "a leaderboard as a Tuner writes it",
              "run the search again"),
          e);
    }
  }

  private static Leaderboard of(Map<?, ?> fields) {
    return new Leaderboard(
        (String) requireNonNull(fields.get("training")),
        Optional.ofNullable((String) fields.get("task")),
        Metric.parse((String) requireNonNull(fields.get("objective"))),
        ((List<?>) requireNonNull(fields.get("trials")))
            .stream().map(trial -> Trial.read((Map<?, ?>) requireNonNull(trial), null)).toList());
  }
}
