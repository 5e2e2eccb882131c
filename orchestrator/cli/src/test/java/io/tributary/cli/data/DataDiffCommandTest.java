package io.tributary.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Console;
import io.tributary.cli.command.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDiffCommandTest {
  @TempDir private Path directory;

  private String write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  @Test
  void rowsThatAreTheSameInAnotherOrderAreNoDifference() throws IOException {
    var a = write("a.csv", "id,fare\n1,10\n2,20\n");
    var b = write("b.csv", "fare,id\n20,2\n10,1\n");
    var same = Console.call("data", "diff", a, b);
    assertThat(same.exitCode()).as(same.err()).isZero();
    assertThat(same.out())
        .contains("A  " + a + ": 2 rows", "B  " + b + ": 2 rows")
        .containsPattern("the same +2\nonly in A +0\nonly in B +0\n$");
  }

  @Test
  void showsWhatHasChangedByKey() throws IOException {
    var a = write("a.csv", "id,fare,company\n1,10,Checker\n2,20,Yellow\n3,30,Blue\n");
    var b = write("b.csv", "id,fare,company\n1,11,Checker\n2,20,Yellow\n4,40,Red\n");
    var diff = Console.call("data", "diff", a, b, "--key", "id");
    assertThat(diff.exitCode()).isEqualTo(3);
    assertThat(diff.out())
        .containsPattern("the same +1\nchanged +1\nonly in A +1\nonly in B +1\n")
        .containsPattern("CHANGED COLUMN +ROWS\nfare +1\n")
        .containsPattern("ROW IN A +ROW IN B +id +COLUMN +A +B\n +1 +1 +1 +fare +10 +11\n")
        .containsPattern("only in A\nROW +TIMES +id +fare +company\n +3 +1 +3 +30 +Blue")
        .containsPattern("only in B\nROW +TIMES +id +fare +company\n +3 +1 +4 +40 +Red");
    var json = Console.call("data", "diff", a, b, "--key", "id", "--json");
    assertThat(json.exitCode()).isEqualTo(3);
    assertThat(json.out()).contains("\"same\" : 1", "\"changed\" : {");
  }

  @Test
  void printsValuesThatAreMissingAsNull() throws IOException {
    var a = write("a.csv", "id,company\n1,\n2,Yellow\n");
    var b = write("b.csv", "id,company\n1,Checker\n2,Yellow\n");
    var diff = Console.call("data", "diff", a, b, "--key", "id", "--json");
    assertThat(diff.exitCode()).as(diff.err()).isEqualTo(ExitCode.ANOMALIES);
    assertThat(diff.out()).contains("\"examples\" : null", "\"baseline\" : \"Checker\"");
  }

  @Test
  void showsColumnsThatDifferAndNoMoreRowsThanAsked() throws IOException {
    var a = write("a.csv", "id,fare\n1,x\n2,y\n3,z\n");
    var b = write("b.csv", "id,tips,fare\n");
    Files.writeString(directory.resolve("b.csv"), "id,tips,fare\n9,1,5\n");
    var diff = Console.call("data", "diff", a, b, "--samples", "2");
    assertThat(diff.out())
        .containsPattern("COLUMN +IN A +IN B\ntips +- +yes\nfare +Utf8 +Int\\(64, true\\)\n")
        .contains("only in A, the first 2 of 3");
  }

  @Test
  void comparesAFileWithTheExamplesMadeOfIt() throws IOException {
    var a = write("a.csv", "id,fare\n1,10\n2,20\n3,30\n4,40\n5,50\n");
    var examples = directory.resolve("examples").toString();
    Console.call("data", "ingest", a, "--out", examples);
    assertThat(Console.call("data", "diff", a, examples).exitCode()).isZero();
    var one = Console.call("data", "diff", a, examples, "--split", "train");
    assertThat(one.exitCode()).as(one.err()).isNotEqualTo(ExitCode.USAGE);
    assertThat(one.out()).contains("A  " + a + ": 5 rows").containsPattern("only in B +0");
  }

  @Test
  void saysWhichKeyIsMissing() throws IOException {
    var a = write("a.csv", "id\n1\n");
    var refused = Console.call("data", "diff", a, a, "--key", "trip");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("no column [trip] in the first dataset");
  }

  @Test
  void keepsTheBadRowsOfBothSides() throws IOException {
    var a = write("a.csv", "id,fare\n1,10\n2\n");
    var b = write("b.csv", "id,fare\n1,10\n3\n");
    var bad = directory.resolve("bad.jsonl");
    Files.writeString(bad, "of yesterday");
    var diff =
        Console.call("data", "diff", a, b, "--max-bad-rows", "1", "--quarantine", bad.toString());
    assertThat(diff.exitCode()).as(diff.err()).isZero();
    assertThat(Files.readAllLines(bad))
        .satisfiesExactly(
            line -> assertThat(line).contains("a.csv", "\"row\":\"2\\n\""),
            line -> assertThat(line).contains("b.csv", "\"row\":\"3\\n\""));
    assertThat(Console.call("data", "diff", a, b, "--quarantine", b).err())
        .contains("--quarantine: " + b + ", which is read");
  }
}
