package io.tributary.components.trainer;

import static java.util.Objects.requireNonNull;

import io.tributary.api.ExecutionFailure.Code;
import io.tributary.components.json.Json;
import io.tributary.components.transform.FittedTransform.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model that training starts from.
 *
 * @param directory the payload of its artifact
 */
record BaseModel(Path directory) {

  /** The model in the form of the library that fitted it. */
  Path nativeModel() {
    return new ModelPayload(directory).nativeModel();
  }

  /**
   * Compares its model card with what is to be trained.
   *
   * @param vocabularies digests of the vocabularies of id features, by feature
   * @throws io.tributary.api.ExecutionFailure that tells all differences
   */
  void check(String where, Labels labels, List<Feature> features, Map<String, String> vocabularies)
      throws IOException {
    var problems = new Problems(where + " > base model", Code.FAILED_PRECONDITION);
    var card = Json.read(Files.readAllBytes(new ModelPayload(directory).card()));
    if (!(card instanceof Map<?, ?> said)) {
      throw new IllegalStateException(directory + ": the model card is no JSON object");
    }
    // Both from text, so that numbers are of the same types.
    var ours = Json.read(Json.write(TrainingReport.features(features, vocabularies)));
    compare("task", said.get("task"), labels.task().toString(), problems);
    compareLists("features", said.get("features"), ours, problems);
    compareLists("labels", names(said, "labels"), labels.names(), problems);
    compareLists("classes", names(said, "rows_of_class"), labels.classes(), problems);
    problems.throwIfAny();
  }

  private static void compare(String what, @Nullable Object said, Object ours, Problems problems) {
    if (!Objects.equals(said, ours)) {
      problems.add(what, String.valueOf(said), ours.toString(), "pass a model of the same task");
    }
  }

  private static void compareLists(
      String what, @Nullable Object said, @Nullable Object ours, Problems problems) {
    var theirs = said instanceof List<?> list ? list : List.of();
    var wanted = (List<?>) requireNonNull(ours);
    if (!theirs.equals(wanted)) {
      var superfluous = new ArrayList<Object>(theirs);
      superfluous.removeAll(wanted);
      var missing = new ArrayList<Object>(wanted);
      missing.removeAll(theirs);
      problems.add(
          what,
          superfluous.isEmpty() && missing.isEmpty() ? "in another order" : superfluous.toString(),
          missing.toString(),
          "pass a model that was trained on the same transform, or leave the base model out");
    }
  }

  /** A list of names, or those of counts. */
  private static List<?> names(Map<?, ?> card, String field) {
    var value = card.get("data") instanceof Map<?, ?> data ? data.get(field) : null;
    if (value instanceof Map<?, ?> byName) {
      return List.copyOf(byName.keySet());
    }
    return value instanceof List<?> list ? list : List.of();
  }
}
