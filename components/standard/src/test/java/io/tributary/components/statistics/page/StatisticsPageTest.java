package io.tributary.components.statistics.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.Any;
import io.tributary.api.digest.Sha256;
import io.tributary.components.json.Json;
import io.tributary.components.schema.FeaturePaths;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.DatasetFeatureStatisticsList;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.Histogram;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class StatisticsPageTest {
  private static final String EVIL = "</script><img src=x onerror=alert(1)> & \"'";

  @Test
  void holdsTheFiguresOfEveryFeature() throws IOException {
    var fare = feature(data(new StatisticsPage("trips", numbers("fare", 7, 3))), "fare");
    assertThat(stats(fare, 0))
        .containsEntry("type", "FLOAT")
        .containsEntry("count", 10L)
        .containsEntry("missing", 2L)
        .containsEntry("mean", 1.5)
        .containsEntry("standard", List.of(List.of(0L, 1L, 7L), List.of(1L, 2L, 3L)));
  }

  @Test
  void tellsHowFarTwoDatasetsAreApart() throws IOException {
    var page = new StatisticsPage("a", numbers("fare", 10, 0)).against("b", numbers("fare", 0, 10));
    assertThat(distances(feature(data(page), "fare"))).containsExactly(Map.entry("0-1", 1.0));
    var same = new StatisticsPage("a", numbers("fare", 7, 3)).against("b", numbers("fare", 7, 3));
    assertThat(distances(feature(data(same), "fare"))).containsExactly(Map.entry("0-1", 0.0));
  }

  @Test
  void measuresNumbersAsTheValidatorOfTensorFlowDoes() throws IOException {
    var page =
        new StatisticsPage("trips", golden("stats"))
            .against("corrupted", golden("stats_corrupted"));
    var data = data(page);
    assertThat((double) distances(feature(data, "trip_miles")).get("0-1"))
        .isCloseTo(0.46105889839, within(1e-10));
    assertThat((double) distances(feature(data, "fare")).get("0-1"))
        .isCloseTo(0.96619644092, within(1e-10));
  }

  @Test
  void leavesAGapWhereADatasetLacksAFeature() throws IOException {
    var page = new StatisticsPage("a", numbers("fare", 7, 3)).against("b", numbers("tips", 7, 3));
    var fare = feature(data(page), "fare");
    assertThat((List<?>) fare.get("stats")).hasSize(2).element(1).isNull();
    assertThat(distances(fare)).isEmpty();
  }

  @Test
  void writesWhatIsNotFiniteAsText() throws IOException {
    var list = numbers("fare", 7, 3).toBuilder();
    list.getDatasetsBuilder(0)
        .getFeaturesBuilder(0)
        .getNumStatsBuilder()
        .setMax(Double.POSITIVE_INFINITY)
        .setMean(Double.NaN);
    assertThat(stats(feature(data(new StatisticsPage("a", list.build())), "fare"), 0))
        .containsEntry("max", "Infinity")
        .containsEntry("mean", "NaN");
  }

  @Test
  void namesAndValuesNeverBecomeMarkup() throws IOException {
    var page = new StatisticsPage(EVIL, texts(EVIL, EVIL)).html();
    assertThat(page).doesNotContain("<img").containsOnlyOnce("</body>");
    assertThat(Pattern.compile("</script>").matcher(page).results().count()).isEqualTo(2);
    var data = data(new StatisticsPage(EVIL, texts(EVIL, EVIL)));
    assertThat(data).containsEntry("sides", List.of(EVIL));
    var name = FeaturePaths.serialize(List.of(EVIL));
    assertThat(stats(feature(data, name), 0)).containsEntry("top", List.of(List.of(EVIL, 12L)));
  }

  @Test
  void allowsItsOwnScriptAndStyleAndNothingElse() {
    var page = new StatisticsPage("trips", numbers("fare", 7, 3)).html();
    assertThat(page)
        .contains("default-src 'none'")
        .contains("script-src 'sha256-" + digest(between(page, "<script>", "</script>")) + "'")
        .contains("style-src 'sha256-" + digest(between(page, "<style>", "</style>")) + "'")
        .doesNotContain("http-equiv=\"refresh\"")
        .doesNotContain(" src=")
        .doesNotContain("{{");
  }

  @Test
  void isTheSameForTheSameStatistics() {
    assertThat(new StatisticsPage("trips", numbers("fare", 7, 3)).html())
        .isEqualTo(new StatisticsPage("trips", numbers("fare", 7, 3)).html());
  }

  @Test
  void cutsTextsThatNoTableHasRoomFor() throws IOException {
    var long200 = "ä".repeat(200);
    var data = data(new StatisticsPage("trips", texts("company", "ä".repeat(100_000))));
    assertThat(stats(feature(data, "company"), 0))
        .containsEntry("top", List.of(List.of(long200 + "…", 12L)));
  }

  @Test
  void tellsFiguresOfOurOwn() throws IOException {
    var list = numbers("fare", 7, 3).toBuilder();
    var feature = list.getDatasetsBuilder(0).getFeaturesBuilder(0);
    feature.addCustomStatsBuilder().setName("min_time").setStr("2013-01-01");
    feature.addCustomStatsBuilder().setName("min_length").setNum(3);
    feature.addCustomStatsBuilder().setName("cells").setAny(Any.getDefaultInstance());
    assertThat(stats(feature(data(new StatisticsPage("a", list.build())), "fare"), 0))
        .containsEntry("custom", Map.of("min_time", "2013-01-01", "min_length", 3L));
  }

  @Test
  void comparesNoMoreThanTwoDatasets() {
    var named = new StatisticsPage.Named("trips", numbers("fare", 7, 3));
    assertThatThrownBy(() -> new StatisticsPage(List.of(named, named, named)))
        .hasMessage("datasets: 3 (expected: one, or two to compare); make a page for each pair");
    assertThatThrownBy(() -> new StatisticsPage(List.of())).hasMessageStartingWith("datasets: 0");
  }

  private static DatasetFeatureStatisticsList numbers(String name, int low, int high) {
    var feature = FeatureNameStatistics.newBuilder().setName(name);
    feature.setType(FeatureNameStatistics.Type.FLOAT);
    var numbers = feature.getNumStatsBuilder().setMean(1.5).setMax(2);
    numbers.getCommonStatsBuilder().setNumNonMissing(10).setNumMissing(2).setTotNumValues(10);
    numbers
        .addHistogramsBuilder()
        .setType(Histogram.HistogramType.STANDARD)
        .addBuckets(bucket(0, 1, low))
        .addBuckets(bucket(1, 2, high));
    return list(feature);
  }

  private static DatasetFeatureStatisticsList texts(String name, String value) {
    var feature = FeatureNameStatistics.newBuilder().setName(name);
    feature.setType(FeatureNameStatistics.Type.STRING);
    var texts = feature.getStringStatsBuilder().setUnique(1);
    texts.getCommonStatsBuilder().setNumNonMissing(12).setTotNumValues(12);
    texts.addTopValuesBuilder().setValue(value).setFrequency(12);
    return list(feature);
  }

  private static DatasetFeatureStatisticsList list(FeatureNameStatistics.Builder feature) {
    return DatasetFeatureStatisticsList.newBuilder()
        .addDatasets(
            DatasetFeatureStatistics.newBuilder().setNumExamples(12).addFeatures(feature).build())
        .build();
  }

  private static Histogram.Bucket bucket(double low, double high, double count) {
    return Histogram.Bucket.newBuilder()
        .setLowValue(low)
        .setHighValue(high)
        .setSampleCount(count)
        .build();
  }

  private static DatasetFeatureStatisticsList golden(String name) throws IOException {
    try (var in =
        StatisticsPageTest.class.getResourceAsStream(
            "/goldens/chicago-" + name + "-tfdv-1.16.1.pb")) {
      return DatasetFeatureStatisticsList.parseFrom(in);
    }
  }

  private static String between(String text, String from, String to) {
    int start = text.indexOf(from) + from.length();
    return text.substring(start, text.indexOf(to, start));
  }

  private static String digest(String content) {
    return Base64.getEncoder().encodeToString(Sha256.create().digest(content.getBytes(UTF_8)));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> data(StatisticsPage page) throws IOException {
    var json = between(page.html(), "id=\"data\">", "</script>");
    return (Map<String, Object>) Json.read(json.getBytes(UTF_8));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> feature(Map<String, Object> data, String name) {
    return ((List<Map<String, Object>>) data.get("features"))
        .stream().filter(feature -> feature.get("name").equals(name)).findFirst().orElseThrow();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> stats(Map<String, Object> feature, int dataset) {
    return ((List<Map<String, Object>>) feature.get("stats")).get(dataset);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> distances(Map<String, Object> feature) {
    return (Map<String, Object>) feature.get("distances");
  }
}
