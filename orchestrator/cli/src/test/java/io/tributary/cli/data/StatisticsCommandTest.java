package io.tributary.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Console;
import io.tributary.cli.command.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatisticsCommandTest {
  @TempDir private Path directory;

  @Test
  void showsNumbersAndTextsInATableEach() throws IOException {
    var file = Messages.write(directory, "stats.pb", Messages.trips(11.5, "Checker"));
    var shown = Console.call("statistics", file.toString());
    assertThat(shown.exitCode()).isZero();
    assertThat(shown.out())
        .contains(file + ": 12 examples, 2 features")
        .containsPattern("NUMERIC +TYPE +COUNT +MISSING +MEAN +STD DEV +ZEROS +MIN +MEDIAN +MAX")
        .containsPattern("fare +FLOAT +10 +16.7% +11.5 +2.5 +10.0% +0 +1.25 +40")
        .containsPattern("CATEGORICAL +TYPE +COUNT +MISSING +UNIQUE +TOP +FREQ TOP +AVG LENGTH")
        .containsPattern("company +STRING +12 +0% +1 +Checker +12 +7\n");
  }

  @Test
  void readsTextAsItReadsBinary() throws IOException {
    var binary = Messages.write(directory, "stats.pb", Messages.trips(11.5, "Checker"));
    var text = Messages.write(directory, "stats.pbtxt", Messages.trips(11.5, "Checker"));
    assertThat(Console.call("statistics", text.toString()).out())
        .isEqualTo(
            Console.call("statistics", binary.toString()).out().replace("stats.pb", "stats.pbtxt"));
  }

  @Test
  void showsTheSplitsOfAnArtifactTrainFirst() throws IOException {
    var artifact = Messages.artifact(directory, 11.5, 12.5);
    assertThat(Console.call("statistics", artifact.toString()).out())
        .containsSubsequence(artifact + " > train: 12 examples", artifact + " > eval: 12 examples");
    assertThat(Console.call("statistics", artifact.toString(), "--split", "eval").out())
        .contains("12.5")
        .doesNotContain("> train");
    var wrong = Console.call("statistics", artifact.toString(), "--split", "test");
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(wrong.err()).contains("--split: test (expected: one of [train, eval]");
  }

  @Test
  void showsASliceInPlaceOfAllExamples() throws IOException {
    var file = Messages.sliced(directory).toString();
    assertThat(Console.call("statistics", file).out()).contains("11.5", "1 slice: --slice NAME");
    assertThat(Console.call("statistics", file, "--slice", "payment_type_Cash").out())
        .contains(file + " > payment_type_Cash", "7.5")
        .doesNotContain("11.5");
    assertThat(Console.call("statistics", file, "--slice", "Cash").err())
        .contains("--slice: Cash (expected: one of [All Examples, payment_type_Cash])");
  }

  @Test
  void comparesWhatDiffersMostFirst() throws IOException {
    var before = Messages.write(directory, "before.pb", Messages.trips(11.5, "Checker"));
    var after = Messages.write(directory, "after.pb", Messages.trips(11.5, "Yellow"));
    var compared = Console.call("statistics", before.toString(), "--against", after.toString());
    assertThat(compared.exitCode()).isZero();
    assertThat(compared.out())
        .contains("1  " + before + ": 12 examples", "2  " + after + ": 12 examples")
        .containsPattern("company +STRING +1 +0% +0% +Checker +Yellow +1 +1\nfare +FLOAT +0 ");
  }

  @Test
  void comparesASplitWithWhatHasNoSplits() throws IOException {
    var artifact = Messages.artifact(directory.resolve("2"), 11.5, 12.5).toString();
    var file = Messages.write(directory, "stats.pb", Messages.trips(11.5, "Checker")).toString();
    var compared = Console.call("statistics", artifact, "--split", "eval", "--against", file);
    assertThat(compared.exitCode()).as(compared.err()).isZero();
    assertThat(compared.out()).contains("1  " + artifact + " > eval: ", "2  " + file + ": ");
  }

  @Test
  void printsJson() throws IOException {
    var file = Messages.write(directory, "stats.pb", Messages.trips(11.5, "Checker")).toString();
    assertThat(Console.call("statistics", file, "--json").out())
        .contains("\"examples\" : 12", "\"name\" : \"fare\"", "\"std_dev\" : 2.5", "\"top\" : \"C");
    assertThat(Console.call("statistics", file, "--against", file, "--json").out())
        .contains("\"first\" : \"" + file, "\"distance\" : 0.0");
  }

  @Test
  void writesAPage() throws IOException {
    var artifact = Messages.artifact(directory.resolve("2"), 11.5, 12.5).toString();
    var page = directory.resolve("pages").resolve("page.html");
    var written = Console.call("statistics", artifact, "--html", page.toString());
    assertThat(written.exitCode()).isZero();
    assertThat(written.out()).contains("page  " + page);
    assertThat(Files.readString(page))
        .startsWith("<!DOCTYPE html>")
        .contains("\"train\", \"eval\"");
    Console.call("statistics", artifact, "--against", artifact, "--html", page.toString());
    assertThat(Files.readString(page)).contains("\"" + artifact + "\", \"" + artifact + "\"");
  }

  @Test
  void saysWhatAnArtifactMayBe() throws IOException {
    var nowhere = Console.call("statistics", "stats.pb");
    assertThat(nowhere.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(nowhere.err())
        .contains("artifact: stats.pb (expected: the id of an artifact, or a file or directory");
    assertThat(Console.call("statistics", directory.toString()).err())
        .contains("no FeatureStats.pb in it", "tributary data statistics makes one");
    var text = Files.writeString(directory.resolve("trips.txt"), "fare\n1\n").toString();
    assertThat(Console.call("statistics", text).err())
        .contains(text + ": line 2, column 1: Expected \"{\"", "expected: a ");
    var data = Files.writeString(directory.resolve("trips.csv"), "fare\n1\n").toString();
    assertThat(Console.call("statistics", data).err())
        .contains(data + ": a file of data", "see: tributary data statistics --help");
    var id = Console.call("statistics", "7", "--home", directory.toString());
    assertThat(id.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(id.err()).contains("--home: " + directory);
  }

  @Test
  void aNameCannotCommandTheTerminal() throws IOException {
    var file = Messages.write(directory, "stats.pb", Messages.trips(11.5, "\u001b[2J"));
    assertThat(Console.call("statistics", file.toString()).out()).doesNotContain("\u001b");
    assertThat(Console.call("statistics", "\u001b[2J").err())
        .contains("expected: the id of an artifact")
        .doesNotContain("\u001b");
    var curated =
        Files.writeString(directory.resolve("a.pbtxt"), "feature { name: 'a' type: INT }");
    var inferred =
        Files.writeString(directory.resolve("b.pbtxt"), "feature { name: '\\033[2J' type: INT }");
    assertThat(Console.call("schema", "merge", curated.toString(), inferred.toString()).err())
        .contains("added      ")
        .doesNotContain("\u001b");
  }
}
