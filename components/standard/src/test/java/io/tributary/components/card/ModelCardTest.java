package io.tributary.components.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import io.tributary.api.ExecutionFailure;
import io.tributary.components.card.ModelCard.DataSource;
import io.tributary.components.card.ModelCard.Evaluated;
import io.tributary.components.card.ModelCard.Finding;
import io.tributary.components.card.ModelCard.Origin;
import io.tributary.components.card.ModelCard.RawData;
import io.tributary.components.evaluator.Metric;
import io.tributary.components.json.Json;
import io.tributary.components.transform.FeatureDescription;
import io.tributary.components.transform.FittedTransform.Kind;
import io.tributary.proto.tfmd.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCardTest {
  private static final String EVIL = "</td><script>alert(1)</script>";

  @TempDir private Path directory;

  @Test
  void tellsAllThatIsKnown() throws Exception {
    var card = card(files(), List.of(feature("fare_z", 2)), Judged.binary(directory));
    assertThat(card.html())
        .contains("binary classification of tipped by logistic regression")
        .contains("<b>0.6667</b>auc", "<b>14</b>rows trained on")
        .contains("model: blessed", "class=\"pass\"")
        .contains("Examples 1", "3, version 2", "train: 10, eval: 4", "trips.csv", "abc123")
        .contains("required", "2 values: Card, Cash", "from 0 to 90")
        .contains("f.number(&quot;fare&quot;).zScore()", "mean 2")
        .contains("learning rate", "0.5", "FP32")
        .contains("provenance", "SGD", "tributary run taxi --seed 7")
        .contains("kind=Card", "Fairness", "recall", "ROC curve")
        .contains("ExampleStatistics 2: gone");
  }

  @Test
  void jsonHoldsTheSame() throws Exception {
    var card = card(files(), List.of(feature("fare_z", 2)), Judged.binary(directory));
    var json = (Map<?, ?>) Json.read(Json.write(card.json()));
    assertThat(json.get("summary"))
        .isEqualTo("binary classification of tipped by logistic regression");
    assertThat(((Map<?, ?>) json.get("origin")).get("command"))
        .isEqualTo("tributary run taxi --seed 7");
    var source = (Map<?, ?>) ((List<?>) json.get("data")).get(0);
    assertThat(source.get("span")).isEqualTo(3L);
    assertThat(source.get("raw_data_digest")).isEqualTo("abc123");
    assertThat((List<?>) json.get("schema")).hasSize(3);
    assertThat(((Map<?, ?>) json.get("evaluation")).get("task")).isEqualTo("binary_classification");
    assertThat((List<?>) json.get("fairness")).isNotEmpty();
    assertThat(json.get("absent")).isEqualTo(List.of("ExampleStatistics 2: gone"));
  }

  @Test
  void nothingInNamesBecomesMarkup() throws Exception {
    write("model_card.json", Json.write(Map.of("algorithm", EVIL, "fitted", Map.of(EVIL, EVIL))));
    write("model.onnx", new byte[0]);
    var card =
        new ModelCard(
            EVIL,
            ModelFiles.read(directory),
            List.of(feature(EVIL, 1)),
            Optional.empty(),
            List.of(source(EVIL)),
            Optional.empty(),
            List.of(new Finding("model", false, EVIL)),
            Optional.empty(),
            List.of(EVIL));
    assertThat(card.html()).contains("&lt;script&gt;").doesNotContain("<script", "</td><s");
  }

  @Test
  void aModelThatNobodyJudgedIsSaidToBeSo() throws Exception {
    var card = card(files(), List.of(), Optional.empty());
    assertThat(card.html()).contains("Not evaluated").doesNotContain("<h2 id=\"slices\"");
    assertThat(card.json()).doesNotContainKeys("evaluation", "fairness");
  }

  @Test
  void thousandsOfFeaturesAreAllShown() throws Exception {
    var features = new ArrayList<FeatureDescription>();
    for (int i = 0; i < 2000; i++) {
      features.add(feature("x" + i, i));
    }
    var html = card(files(), features, Optional.empty()).html();
    assertThat(html).contains("<td>x0</td>", "<td>x1999</td>");
    assertThat(html.length()).isLessThan(2_000_000);
  }

  @Test
  void whatIsNoModelOrDamagedIsRefused() throws IOException {
    assertThatThrownBy(() -> ModelFiles.read(directory.resolve("gone")))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("no such directory");
    assertThatThrownBy(() -> ModelFiles.read(directory))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("no model.onnx in it");
    write("model.onnx", new byte[0]);
    for (var damaged : List.of("{\"algorithm\": ", "[1]", "")) {
      Files.writeString(directory.resolve("model_card.json"), damaged);
      assertThatThrownBy(() -> ModelFiles.read(directory))
          .as(damaged)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("model_card.json")
          .hasMessageContaining("train the model again");
    }
  }

  @Test
  void disparitiesAreBetweenTheGroupsWithTheLowestAndTheHighestRate() throws Exception {
    var result = Judged.binary(directory).orElseThrow().result();
    var recall =
        io.tributary.components.evaluator.Disparity.of(result).stream()
            .filter(each -> each.metric().equals(Metric.RECALL))
            .findFirst()
            .orElseThrow();
    assertThat(recall.columns()).containsExactly("kind");
    assertThat(recall.gap()).isEqualTo(recall.high() - recall.low());
    assertThat(recall.ratio()).isEqualTo(recall.low() / recall.high());
  }

  private ModelFiles files() throws IOException {
    write("model.onnx", new byte[0]);
    write(
        "model_card.json",
        Json.write(
            Map.of(
                "algorithm", "logistic regression",
                "task", "binary classification",
                "hyper_parameters", Map.of("learning_rate", 0.5),
                "provenance", Map.of("trainer", Map.of("optimiser", "SGD")),
                "data", Map.of("rows", 14, "labels", List.of("tipped")))));
    write(
        "signature.json",
        Json.write(
            Map.of(
                "inputs",
                    List.of(Map.of("name", "fare", "datatype", "FP32", "shape", List.of(-1, 1))),
                "outputs", List.of())));
    return ModelFiles.read(directory);
  }

  private void write(String file, byte[] content) throws IOException {
    Files.write(directory.resolve(file), content);
  }

  private static ModelCard card(
      ModelFiles files, List<FeatureDescription> features, Optional<Evaluated> evaluated)
      throws Exception {
    return new ModelCard(
        "taxi: model 7",
        files,
        features,
        Optional.of(
            TextFormat.parse(
                """
                feature { name: "fare" type: FLOAT presence { min_fraction: 1 } float_domain { min: 0 max: 90 } }
                feature { name: "kind" type: BYTES domain: "kind" presence { min_fraction: 0.5 } }
                feature { name: "tips" type: FLOAT }
                string_domain { name: "kind" value: "Card" value: "Cash" }
                """,
                Schema.class)),
        List.of(source("trips.csv")),
        Optional.of(
            new Origin(
                7,
                "d7",
                "taxi",
                Optional.of("run-1"),
                Instant.EPOCH,
                "0.1.0",
                Optional.of("tributary run taxi --seed 7"))),
        List.of(new Finding("model", true, "blessed: auc on overall: 0.75")),
        evaluated,
        List.of("ExampleStatistics 2: gone"));
  }

  private static DataSource source(String path) {
    return new DataSource(
        "Examples",
        1,
        "d1",
        "CsvExampleGen",
        OptionalLong.of(3),
        OptionalLong.of(2),
        List.of("train", "eval"),
        Map.of("train", 10L, "eval", 4L),
        Optional.of(new RawData(path, "abc123")));
  }

  private static FeatureDescription feature(String name, double mean) {
    return new FeatureDescription(
        name,
        Kind.NUMBER,
        OptionalLong.of(0),
        "f.number(\"fare\").zScore()",
        List.of("fare"),
        List.of(Map.of("expression", "f.number(\"fare\").zScore()", "mean", mean)));
  }
}
