package io.tributary.cli.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Console;
import io.tributary.cli.command.ExitCode;
import io.tributary.components.schema.SchemaReader;
import io.tributary.components.statistics.StatisticsReader;
import io.tributary.components.validator.AnomaliesReader;
import io.tributary.data.format.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a file to a verdict, without a pipeline. */
class DataCommandsTest {
  @TempDir private Path directory;
  private String trips;

  @BeforeEach
  void writeTrips() throws IOException {
    trips = write("trips.csv", "fare,company,paid\n10.5,Checker,1\n,Yellow,0\n7,Checker,1\n");
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private String at(String name) {
    return directory.resolve(name).toString();
  }

  @Test
  void describesAFile() throws IOException {
    var described = Console.call("data", "statistics", trips, "--out", at("stats.pb"));
    assertThat(described.exitCode()).as(described.err()).isZero();
    assertThat(described.out())
        .contains(trips + ": 3 examples, 3 features", "written  " + at("stats.pb"))
        .containsPattern("fare +FLOAT +2 +33.3% +8.75 +1.75 ")
        .containsPattern("company +STRING +3 +0% +2 +Checker +2 ");
    var statistics = StatisticsReader.readFile(directory.resolve("stats.pb"));
    assertThat(statistics.getNumExamples()).isEqualTo(3);
    assertThat(Console.call("statistics", at("stats.pb")).out())
        .contains(described.out().lines().filter(line -> line.contains("Checker")).toList().get(0));
  }

  @Test
  void theNumberOfThreadsDoesNotShow() throws IOException {
    Console.call("data", "statistics", trips, "--threads", "1", "--out", at("one.pb"));
    Console.call("data", "statistics", trips, "--threads", "3", "--out", at("three.pb"));
    assertThat(directory.resolve("one.pb")).hasSameBinaryContentAs(directory.resolve("three.pb"));
  }

  @Test
  void readsFilesAsTheOptionsSay() throws IOException {
    var odd = write("odd.txt", "10;NA\n20;x|y\n");
    var read =
        Console.call(
            "data",
            "statistics",
            odd,
            "--format",
            "csv",
            "--delimiter",
            ";",
            "--name",
            "a",
            "--name",
            "b",
            "--missing",
            "NA",
            "--type",
            "a=utf8",
            "--quote",
            "none");
    assertThat(read.exitCode()).as(read.err()).isZero();
    assertThat(read.out())
        .containsPattern("a +STRING +2 +0% +2")
        .containsPattern("b +STRING +1 +50.0% +1 +x|y");
  }

  @Test
  void tellsWhatKeepsAColumnFromBeingNumbers() throws IOException {
    var na = write("na.csv", "fare\n" + "1\n".repeat(50) + "NA\n");
    var told = Console.call("data", "statistics", na);
    assertThat(told.err()).contains("hint  column 'fare'", "--missing 'NA'");
    var mended = Console.call("data", "statistics", na, "--missing", "NA");
    assertThat(mended.err()).isEmpty();
    assertThat(mended.out()).containsPattern("fare +INT +50 ");
  }

  @Test
  void keepsRowsThatCannotBeReadAsFarAsAllowed() throws IOException {
    var bad = write("bad.csv", "a,b\n1,2\n3\n4,5\n");
    var refused = Console.call("data", "statistics", bad);
    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("bad.csv", "line 3");
    var kept =
        Console.call(
            "data", "statistics", bad, "--max-bad-rows", "1", "--quarantine", at("bad.jsonl"));
    assertThat(kept.exitCode()).isZero();
    assertThat(kept.out()).contains(": 2 examples");
    assertThat(kept.err()).contains("1 row cannot be read and is left out; see " + at("bad"));
    assertThat(Files.readString(directory.resolve("bad.jsonl")))
        .contains("\"line\":3", "\"row\":\"3")
        .hasLineCount(1);
    assertThat(Console.call("data", "statistics", bad, "--max-bad-fraction", "0.1").exitCode())
        .isEqualTo(ExitCode.USAGE);
    assertThat(Console.call("data", "statistics", bad, "--max-bad-fraction", "0.4").exitCode())
        .isZero();
  }

  @Test
  void listsAsManyValuesAndBucketsAsAsked() throws IOException {
    Console.call(
        "data", "statistics", trips, "--top", "1", "--buckets", "3", "--out", at("stats.pb"));
    var features = StatisticsReader.readFile(directory.resolve("stats.pb")).getFeaturesList();
    assertThat(features.get(0).getNumStats().getHistograms(0).getBucketsCount()).isEqualTo(3);
    assertThat(features.get(1).getStringStats().getTopValuesCount()).isEqualTo(1);
  }

  @Test
  void describesSlicesBesideAllRows() throws IOException {
    var sliced =
        Console.call(
            "data",
            "statistics",
            trips,
            "--slice",
            "company",
            "--slice",
            "fare > 8",
            "--out",
            at("sliced.pb"));
    assertThat(sliced.exitCode()).as(sliced.err()).isZero();
    assertThat(sliced.out()).contains(": 3 examples", "3 slices: see --out");
    assertThat(Console.call("statistics", at("sliced.pb"), "--slice", "company_Yellow").out())
        .contains(": 1 examples");
    var json = Console.call("data", "statistics", trips, "--slice", "company", "--json").out();
    assertThat(json).contains("> All Examples\"", "> company_Checker\"", "> company_Yellow\"");
    var refused = Console.call("data", "statistics", trips, "--slice", "fare >");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("slice 'fare >'");
  }

  @Test
  void describesTheColumnsAndRowsThatAreWanted() throws IOException {
    assertThat(Console.call("data", "statistics", trips, "--feature", "company").out())
        .contains("1 features", "company")
        .doesNotContain("fare");
    assertThat(Console.call("data", "statistics", trips, "--exclude", "company").out())
        .contains("2 features")
        .doesNotContain("company");
    assertThat(Console.call("data", "statistics", trips, "--weight", "paid").out())
        .contains("3 examples, 3 features, weight 2");
    var all = write("many.csv", "a\n" + "1\n".repeat(2000));
    assertThat(Console.call("data", "statistics", all, "--sample", "0.5", "--seed", "3").out())
        .containsPattern(": (9|1,0)\\d\\d examples");
  }

  @Test
  void printsJsonAndWritesAPage() throws IOException {
    var described = Console.call("data", "statistics", trips, "--json", "--html", at("page.html"));
    assertThat(described.out()).startsWith("[").contains("\"name\" : \"fare\"").endsWith("]\n");
    assertThat(described.err()).contains("page  " + at("page.html"));
    assertThat(directory.resolve("page.html")).content().startsWith("<!DOCTYPE html>");
  }

  @Test
  void helpNamesEveryFormat() {
    var help = Console.call("data", "statistics", "--help").out();
    assertThat(Format.values())
        .allSatisfy(format -> assertThat(help).contains(format.name().toLowerCase(Locale.ROOT)));
  }

  @Test
  void refusesWhatItCannotRead() throws IOException {
    var unknown = write("trips.dat", "a\n1\n");
    assertThat(Console.call("data", "statistics", unknown).err()).contains("trips.dat", ".csv");
    assertThat(Console.call("data", "statistics", at("none.csv")).err())
        .contains("none.csv: no such file");
    assertThat(Console.call("data", "statistics", trips, "--type", "fare=INT").err())
        .contains("--type fare: INT (expected: one of int64, float64, utf8)");
    assertThat(Console.call("data", "statistics", trips, "--format", "excel").err())
        .contains("--format: excel (expected: one of csv, tsv");
    assertThat(Console.call("data", "statistics", trips, "--threads", "0").exitCode())
        .isEqualTo(ExitCode.USAGE);
    assertThat(Console.call("data", "statistics", trips, "--split", "train").exitCode())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void infersASchemaAndHoldsDataAgainstIt() throws IOException {
    Console.call("data", "statistics", trips, "--out", at("stats.pb"));
    var inferred = Console.call("data", "schema", at("stats.pb"), "--out", at("schema.pbtxt"));
    assertThat(inferred.exitCode()).isZero();
    assertThat(inferred.out())
        .contains("3 features, 1 domain of texts", "written  " + at("schema.pbtxt"));
    var clean = validate(at("stats.pb"));
    assertThat(clean.exitCode()).isZero();
    assertThat(clean.out()).isEqualToNormalizingNewlines(at("stats.pb") + ": no anomalies\n");

    var others = write("others.csv", "fare,company,paid\n1,Blue,1\n2,Checker,0\n");
    Console.call("data", "statistics", others, "--out", at("others.pbtxt"));
    var anomalies = validate(at("others.pbtxt"), "--out", at("anomalies.pbtxt"));
    assertThat(anomalies.exitCode()).isEqualTo(3);
    assertThat(anomalies.out())
        .contains("company", "'Blue'", "+   value: \"Blue\"", "ENUM_TYPE_UNEXPECTED_STRING_VALUES");
    assertThat(AnomaliesReader.readFile(directory.resolve("anomalies.pbtxt")).getAnomalyInfoMap())
        .containsKey("company");
    assertThat(Console.call("anomalies", at("anomalies.pbtxt")).out()).contains("'Blue'");
    assertThat(validate(at("others.pbtxt"), "--json").out()).contains("\"where\" : \"company\"");

    Console.call(
        "data",
        "schema",
        at("others.pbtxt"),
        "--update",
        at("schema.pbtxt"),
        "--out",
        at("schema.pbtxt"));
    assertThat(validate(at("others.pbtxt")).exitCode()).isZero();
  }

  private Console validate(String statistics, String... options) {
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of("data", "validate", statistics, "--schema", at("schema.pbtxt")));
    arguments.addAll(List.of(options));
    return Console.call(arguments.toArray(String[]::new));
  }

  @Test
  void comparesWithTheDataBeforeAndWithWhatIsServed() throws IOException {
    Console.call("data", "statistics", trips, "--out", at("before.pb"));
    Console.call("data", "schema", at("before.pb"), "--out", at("schema.pbtxt"));
    Files.writeString(
        directory.resolve("schema.pbtxt"),
        Files.readString(directory.resolve("schema.pbtxt"))
            .replace(
                "name: \"company\"\n  type",
                "name: \"company\"\n  drift_comparator { infinity_norm { threshold: 0.1 } }\n  skew_comparator { infinity_norm { threshold: 0.9 } }\n  type"));
    var now = write("now.csv", "fare,company,paid\n7.5,Yellow,1\n8.5,Yellow,0\n");
    Console.call("data", "statistics", now, "--out", at("now.pb"));
    assertThat(validate(at("now.pb")).exitCode()).isZero();
    var drift = validate(at("now.pb"), "--previous", at("before.pb"));
    assertThat(drift.exitCode()).isEqualTo(3);
    assertThat(drift.out()).contains("COMPARATOR_L_INFTY_HIGH");
    assertThat(drift.err()).isEmpty();
    assertThat(validate(at("now.pb"), "--serving", at("before.pb"), "--tfdv").exitCode()).isZero();
  }

  @Test
  void saysThatASchemaWithoutComparatorsComparesNothing() throws IOException {
    Console.call("data", "statistics", trips, "--out", at("stats.pb"));
    Console.call("data", "schema", at("stats.pb"), "--out", at("schema.pbtxt"));
    assertThat(validate(at("stats.pb")).err()).isEmpty();
    assertThat(validate(at("stats.pb"), "--previous", at("stats.pb")).err())
        .contains("--previous: compared with nothing", "drift_comparator {")
        .doesNotContain("skew");
    assertThat(validate(at("stats.pb"), "--serving", at("stats.pb")).err())
        .contains("--serving: compared with nothing", "skew_comparator {")
        .doesNotContain("drift");
  }

  @Test
  void saysWhatToDoAboutFilesOfAnotherKind() throws IOException {
    Console.call("data", "statistics", trips, "--out", at("stats.pb"));
    Console.call("data", "schema", at("stats.pb"), "--out", at("schema.pbtxt"));
    var data = validate(trips);
    assertThat(data.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(data.err()).contains("trips.csv: a file of data", "tributary data statistics");
    var statistics = Console.call("data", "validate", at("stats.pb"), "--schema", at("stats.pb"));
    assertThat(statistics.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(statistics.err()).contains("stats.pb: a message of another type");
  }

  @Test
  void environmentsAreThoseOfTheSchema() throws IOException {
    Console.call("data", "statistics", trips, "--out", at("stats.pb"));
    Console.call("data", "schema", at("stats.pb"), "--out", at("schema.pbtxt"));
    var refused = validate(at("stats.pb"), "--environment", "SERVING");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("--environment: SERVING", "names no environment");
    var schema = SchemaReader.readFile(directory.resolve("schema.pbtxt")).toBuilder();
    schema.addDefaultEnvironment("TRAINING").addDefaultEnvironment("SERVING");
    schema.getFeatureBuilder(2).addNotInEnvironment("SERVING");
    SchemaReader.writeFile(directory.resolve("schema.pbtxt"), schema.build());
    var requests = write("requests.csv", "fare,company\n1.5,Checker\n");
    Console.call("data", "statistics", requests, "--out", at("requests.pb"));
    assertThat(validate(at("requests.pb"), "--environment", "TRAINING").out()).contains("paid");
    assertThat(validate(at("requests.pb"), "--environment", "SERVING").exitCode()).isZero();
  }

  @Test
  void validatesEverySplitOfAnArtifact() throws IOException {
    var artifact = Messages.artifact(directory.resolve("2"), 11.5, 12.5).toString();
    Console.call("data", "schema", artifact, "--out", at("schema.pbtxt"));
    assertThat(validate(artifact).out())
        .contains(artifact + " > train: no anomalies", artifact + " > eval: no anomalies");
    assertThat(validate(artifact, "--out", at("a.pb")).err())
        .contains("2 splits (expected: one split); choose one of [train, eval] with --split");
    assertThat(validate(artifact, "--split", "eval", "--out", at("a.pb")).exitCode()).isZero();
  }

  @Test
  void schemasAreComparedMergedAndFrozen() throws IOException {
    Console.call("data", "statistics", trips, "--out", at("stats.pb"));
    var printed =
        Console.call("schema", "infer", at("stats.pb"), "--max-domain", "0", "--no-shape");
    assertThat(printed.out())
        .contains("name: \"company\"")
        .doesNotContain("string_domain", "shape");
    Files.writeString(directory.resolve("plain.pbtxt"), printed.out());
    Console.call("schema", "infer", at("stats.pb"), "--out", at("schema.pb"));
    var diff = Console.call("schema", "diff", at("plain.pbtxt"), at("schema.pb"));
    assertThat(diff.exitCode()).isEqualTo(3);
    assertThat(diff.out()).contains("~ feature 'company': DOMAIN (nothing) -> ");
    assertThat(Console.call("schema", "diff", at("plain.pbtxt"), at("schema.pb"), "--json").out())
        .contains("\"kind\" : \"DOMAIN\"");
    var same = Console.call("schema", "diff", at("schema.pb"), at("schema.pb"));
    assertThat(same.exitCode()).isZero();
    assertThat(same.out()).isEqualToNormalizingNewlines("no differences\n");

    var curated = write("curated.pbtxt", "feature { name: 'fare' type: FLOAT }");
    var merged = Console.call("schema", "merge", curated, at("schema.pb"), "--out", at("m.pbtxt"));
    assertThat(merged.err())
        .contains("added      company", "added      paid")
        .doesNotContain("fare");
    assertThat(Files.readString(directory.resolve("m.pbtxt"))).contains("tag: \"inferred\"");

    Console.call("schema", "freeze", at("m.pbtxt"), "--out", at("frozen.pbtxt"));
    var refused = Console.call("schema", "merge", at("frozen.pbtxt"), at("schema.pb"));
    assertThat(refused.exitCode()).as("nothing is new").isZero();
    var more = write("more.pbtxt", "feature { name: 'tips' type: FLOAT }");
    assertThat(Console.call("schema", "merge", at("frozen.pbtxt"), more).err()).contains("frozen");
    var edited = Files.readString(directory.resolve("frozen.pbtxt")).replace("fare", "fares");
    var validated =
        Console.call("data", "validate", at("stats.pb"), "--schema", write("edited.pbtxt", edited));
    assertThat(validated.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(validated.err()).contains("edited.pbtxt: frozen, but changed since");
    var thawed = Console.call("schema", "freeze", at("frozen.pbtxt"), "--thaw");
    assertThat(thawed.out()).contains("name: \"fare\"").doesNotContain("frozen");
  }

  @Test
  void aSchemaBecomesARecord() throws IOException {
    Console.call("data", "statistics", trips, "--out", at("stats.pb"));
    Console.call("data", "schema", at("stats.pb"), "--out", at("schema.pbtxt"));
    var printed = Console.call("schema", "record", at("schema.pbtxt"), "--class", "a.b.Trip");
    assertThat(printed.exitCode()).as(printed.err()).isZero();
    assertThat(printed.out()).contains("package a.b;", "record Trip(", "String company");
    var written =
        Console.call(
            "schema", "record", at("schema.pbtxt"), "--class", "a.b.Trip", "--out", at("src"));
    assertThat(written.out()).contains("written  " + at("src/a/b/Trip.java"));
    assertThat(Files.readString(directory.resolve("src/a/b/Trip.java"))).isEqualTo(printed.out());
    assertThat(Console.call("schema", "record", at("schema.pbtxt"), "--class", "Trip").err())
        .contains("--class: Trip (expected: the name of a class with its package)");
    assertThat(Console.call("schema", "record", at("schema.pbtxt"), "--class", "a.1").exitCode())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aFileHasNoSplits() {
    var refused = Console.call("data", "statistics", trips, "--split", "eval");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err())
        .contains("--split: eval (expected: nothing: " + trips + " has no splits); leave it out");
  }

  @Test
  void aGroupAloneShowsItsHelp() {
    assertThat(Console.call("data").out()).contains("Commands:", "validate", "january.csv");
    assertThat(Console.call("schema").out()).contains("infer", "diff", "merge", "freeze");
  }

  /** The columns are: a command, and the option that names one of its inputs. */
  @ParameterizedTest
  @CsvSource({
    "data statistics trips.csv --out trips.csv, --out",
    "data statistics trips.csv --html ./trips.csv, --html",
    "data statistics trips.csv --out new --html new, --out",
    "statistics stats.pb --html stats.pb, --html",
    "data schema stats.pb --out stats.pb, --out",
    "data validate stats.pb --schema schema.pbtxt --out stats.pb, --out",
    "data validate stats.pb --schema schema.pbtxt --out schema.pbtxt, --out",
    "data validate stats.pb --schema schema.pbtxt --previous old.pb --out old.pb, --out"
  })
  void nothingIsWrittenOverWhatIsRead(String command, String option) throws IOException {
    Console.call("data", "statistics", trips, "--out", at("stats.pb"));
    Console.call("data", "statistics", trips, "--out", at("old.pb"));
    Console.call("data", "schema", at("stats.pb"), "--out", at("schema.pbtxt"));
    var before = contents();

    var words =
        Arrays.stream(command.split(" "))
            .map(word -> word.matches("new|.*\\..*") ? directory + "/" + word : word)
            .toArray(String[]::new);
    var refused = Console.call(words);

    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).startsWith("tributary: " + option + ": ").contains("(expected: a ");
    assertThat(contents()).isEqualTo(before);
  }

  private Map<Path, String> contents() throws IOException {
    var contents = new TreeMap<Path, String>();
    try (var files = Files.list(directory)) {
      for (var file : files.toList()) {
        contents.put(file, new String(Files.readAllBytes(file), ISO_8859_1));
      }
    }
    return contents;
  }

  @Test
  void aSchemaThatMakesNoSenseIsNotPinned() throws IOException {
    var twice =
        write(
            "twice.pbtxt",
            "feature { name: 'a' type: INT }\nfeature { name: 'a' type: INT }\n"
                + "feature { type: INT }\nfeature { name: 'b' type: BYTES domain: 'x' }\n");
    for (var command :
        List.of(
            List.of("schema", "freeze", twice),
            List.of("schema", "record", twice, "--class", "a.B"))) {
      var refused = Console.call(command.toArray(String[]::new));
      assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(refused.err())
          .contains(twice + ": 3 flaws:", "feature 'a': described twice", "no name", "'x'");
    }
  }

  @Test
  void statisticsAreNoAnomalies() {
    Console.call("data", "statistics", trips, "--out", at("stats.pb"));
    var refused = Console.call("anomalies", at("stats.pb"));
    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains(at("stats.pb") + ": ", "v0.Anomalies");
  }
}
