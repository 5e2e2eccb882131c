package io.tributary.api.span;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanPatternTest {
  @TempDir Path directory;

  private SpanPattern pattern(String text) {
    return SpanPattern.of(directory, text);
  }

  private void files(String... names) throws IOException {
    for (var name : names) {
      var file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
  }

  private List<String> names(FoundSpan span) {
    return span.files().stream().map(file -> directory.relativize(file).toString()).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          trips.csv              | no span (expected: {SPAN}, or {YYYY}, {MM} and {DD}); say where the span stands
          {VERSION}.csv          | {VERSION} without a span
          {SPAN}-{SPAN}.csv      | {SPAN} twice (expected: each once)
          {SPAN}/{SPAN:4}.csv    | {SPAN} twice
          {YYYY}-{MM}.csv        | of a date only {YYYY}, {MM} (expected: {YYYY}, {MM} and {DD}); add what is missing
          {YYYY}{MM}{DD}{MM}.csv | {MM} twice
          {YYYY}{MM}{DD}/{SPAN}  | {SPAN} and a date (expected: one of them)
          {SPAN:0}.csv           | {SPAN:0} (expected: a width from 1 to 18)
          {SPAN:x}.csv           | {SPAN:x} (expected: a width
          {SPAN:}.csv            | {SPAN:} (expected: a width
          {span}.csv             | {span} (expected: {SPAN}, {SPAN:n}, {YYYY}
          {DATE}/{SPAN}.csv      | {DATE} (expected:
          {SPAN}{VERSION:-1}.csv | {VERSION:-1} (expected: a width
          {HH}.csv               | {HH} without a date (expected: {YYYY}, {MM} and {DD} beside it); add the date
          {SPAN}-{HH}.csv        | {HH} without a date
          {YYYY}{MM}{DD}{HH:Mars/Olympus} | {HH:Mars/Olympus} (expected: a time zone such as Europe/Berlin)
          """)
  void wrongPatternsAreExplained(String pattern, String message) {
    assertThatThrownBy(() -> SpanPattern.of(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("span pattern '" + pattern + "': ")
        .hasMessageContaining(message);
  }

  @Test
  void spansAreFoundWithAllTheirFilesInOrder() throws Exception {
    files("7/b.csv", "7/a.csv", "12/a.csv", "x/a.csv", "7/.a.csv", "7/_a.csv", "7/sub/a.csv");
    var found = pattern("{SPAN}/*.csv").find();
    assertThat(found.keySet()).containsExactly(7L, 12L);
    assertThat(names(found.get(7L))).containsExactly("7/a.csv", "7/b.csv");
  }

  @Test
  void dateMayBeSpreadOverDirectories() throws Exception {
    files("2026/03/29/t.csv", "1970/01/01/t.csv", "2017/01/01/t.csv");
    assertThat(pattern("{YYYY}/{MM}/{DD}/t.csv").find().keySet())
        .containsExactly(0L, 17_167L, LocalDate.of(2026, 3, 29).toEpochDay());
  }

  @Test
  void dateThatNoCalendarHasIsAnError() throws Exception {
    files("20260230.csv");
    assertThatThrownBy(() -> pattern("{YYYY}{MM}{DD}.csv").find())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("20260230.csv, whose date would be 2026-02-30");
  }

  @Test
  void widthCountsDigits() throws Exception {
    files("s007.csv", "s7.csv", "s0071.csv");
    assertThat(pattern("s{SPAN:3}.csv").find().keySet()).containsExactly(7L);
    assertThat(pattern("s{SPAN:3}.csv").fill(7)).isEqualTo("s007.csv");
    assertThatThrownBy(() -> pattern("s{SPAN:3}.csv").fill(1000))
        .hasMessageContaining("span 1000 (expected: at most 3 digits)");
  }

  @Test
  void datesHaveYearsOfFourDigits() {
    assertThat(pattern("{YYYY}{MM}{DD}.csv").fill(2_932_896)).isEqualTo("99991231.csv");
    assertThatThrownBy(() -> pattern("{YYYY}{MM}{DD}.csv").fill(2_932_897))
        .isInstanceOf(WrongSpanException.class)
        .hasMessageContaining("span 2932897 (expected: a date until 9999-12-31)");
    for (var text : List.of("{YYYY}{MM}{DD}.csv", "{YYYY}{MM}{DD}{HH}.csv")) {
      assertThatThrownBy(() -> pattern(text).fill(999_999_999_999_999_999L))
          .isInstanceOf(WrongSpanException.class);
    }
  }

  @Test
  void digitsWithoutWidthAreAllTaken() throws Exception {
    files("s12345.csv");
    assertThat(pattern("s{SPAN}.csv").find().keySet()).containsExactly(12_345L);
  }

  @Test
  void latestVersionIsTheOneWithTheGreatestNumber() throws Exception {
    files("7/v2/a.csv", "7/v10/a.csv", "8/v1/a.csv");
    var found = pattern("{SPAN}/v{VERSION}/*.csv").find();
    assertThat(found.get(7L).version()).contains(10L);
    assertThat(names(found.get(7L))).containsExactly("7/v10/a.csv");
    assertThat(pattern("{SPAN}/v*/*.csv").find().get(7L).version()).isEqualTo(Optional.empty());
  }

  @Test
  void markOfSuccessCountsInDirectoriesOfTheSpanOnly() throws Exception {
    files("7/a.csv", "7/_SUCCESS", "8/a.csv", "flat/9.csv", "flat/_SUCCESS");
    var found = pattern("{SPAN}/*.csv").find();
    assertThat(found.get(7L).marked()).isTrue();
    assertThat(found.get(8L).marked()).isFalse();
    assertThat(pattern("flat/{SPAN}.csv").find().get(9L).marked()).isFalse();
  }

  @Test
  void missingDirectoryIsNamed() {
    assertThatThrownBy(() -> pattern("none/{SPAN}.csv").find(ScheduledSpan.LATEST))
        .isInstanceOf(SpanNotFoundException.class)
        .hasMessage(
            directory.resolve("none")
                + ": no such directory (expected: files that match 'none/{SPAN}.csv'); check the pattern");
  }

  @Test
  void patternWithoutAMatchTellsTheNearestNames() throws Exception {
    files("trips_7.csv", "zebra.txt", "trips-7.tsv", "trips-x.csv", "apple");
    assertThatThrownBy(() -> pattern("trips-{SPAN}.csv").find(ScheduledSpan.LATEST))
        .isInstanceOf(SpanNotFoundException.class)
        .hasMessage(
            directory
                + ": no file matches; there are 5 names, such as 'trips-x.csv', 'trips_7.csv', 'trips-7.tsv'"
                + " (expected: files that match 'trips-{SPAN}.csv'); name files so, or correct the pattern");
  }

  @Test
  void firstSpanOfARangeThatIsMissingIsNamed() throws Exception {
    files("1.csv", "2.csv", "4.csv", "6.csv");
    var pattern = pattern("{SPAN}.csv");
    assertThat(pattern.find(ScheduledSpan.range(1, 2)))
        .extracting(FoundSpan::span)
        .containsExactly(1L, 2L);
    assertThatThrownBy(() -> pattern.find(ScheduledSpan.range(1, 6)))
        .isInstanceOf(SpanNotFoundException.class)
        .hasMessageContaining(
            "no file for span 3, that is '3.csv', and for 1 more; there are 4 spans from 1 to 6");
  }

  @Test
  void absolutePatternNamesItsOwnDirectory() throws Exception {
    files("in/7.csv");
    var pattern = SpanPattern.of(directory + "/in/{SPAN}.csv");
    assertThat(pattern.directory()).isEqualTo(directory.resolve("in"));
    assertThat(pattern.find().keySet()).containsExactly(7L);
    assertThat(SpanPattern.of("/{SPAN}.csv").directory()).isEqualTo(Path.of("/"));
  }

  @Property(tries = 200)
  void whatIsFilledInIsFoundAgain(
      @ForAll @LongRange(min = 0, max = 2_900_000) long span,
      @ForAll @LongRange(min = 0, max = 99_999) long version,
      @ForAll @IntRange(min = 0, max = 3) int which)
      throws IOException {
    var texts =
        List.of(
            "a{SPAN}b{VERSION}.csv",
            "x/{SPAN:9}/v{VERSION:5}/p?.csv",
            "{YYYY}{MM}{DD}/{VERSION}*.csv",
            "{DD}.{MM}.{YYYY}_{VERSION}/*.csv");
    var temporary = Files.createTempDirectory("spans");
    try {
      var pattern = SpanPattern.of(temporary, texts.get(which));
      var number = which == 1 ? "%05d".formatted(version) : "" + version;
      var name =
          pattern
              .fill(span)
              .replaceAll("\\{VERSION(:5)?}", number)
              .replace('?', 'q')
              .replace("*", "~");
      var file = temporary.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
      assertThat(pattern.find(ScheduledSpan.LATEST))
          .containsExactly(new FoundSpan(span, Optional.of(version), List.of(file), false));
      assertThat(pattern.find(ScheduledSpan.of(span))).hasSize(1);
    } finally {
      delete(temporary);
    }
  }

  @Property(tries = 50)
  void latestIsTheGreatestAndARangeIsInOrder(
      @ForAll @Size(min = 1, max = 30) List<@LongRange(min = 0, max = 40) Long> spans)
      throws IOException {
    var temporary = Files.createTempDirectory("spans");
    try {
      for (var span : spans) {
        Files.writeString(temporary.resolve(span + ".csv"), "");
      }
      var pattern = SpanPattern.of(temporary, "{SPAN}.csv");
      var sorted = new TreeSet<>(spans);
      assertThat(pattern.find().keySet()).containsExactlyElementsOf(sorted);
      assertThat(pattern.find(ScheduledSpan.LATEST).get(0).span()).isEqualTo(sorted.last());
    } finally {
      delete(temporary);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void anHourIsTheHoursSince1970() throws IOException {
    files("2026-11-30/06/a.csv", "2026-11-30/07/a.csv", "2026-11-30/note.txt");
    var pattern = pattern("{YYYY}-{MM}-{DD}/{HH}/*.csv");

    assertThat(pattern.find().keySet()).containsExactly(498_894L, 498_895L);
    assertThat(pattern.fill(498_894)).isEqualTo("2026-11-30/06/*.csv");
    assertThat(pattern.words(498_894)).isEqualTo("498894 (2026-11-30T06Z)");
    assertThat(names(pattern.find(ScheduledSpan.parse("2026-11-30T07")).get(0)))
        .containsExactly("2026-11-30/07/a.csv");
  }

  @Test
  void anHourMayBeThatOfAZone() throws IOException {
    files("2026-11-30-06.csv", "2026-07-01-06.csv");
    var pattern = pattern("{YYYY}-{MM}-{DD}-{HH:Europe/Berlin}.csv");

    assertThat(pattern.find().keySet())
        .containsExactly(
            ScheduledSpan.parse("2026-07-01T04").first(),
            ScheduledSpan.parse("2026-11-30T05").first());
    assertThat(pattern("{YYYY}-{MM}-{DD}-{HH:Asia/Kolkata}.csv").fill(498_894))
        .isEqualTo("2026-11-30-12.csv");
  }

  @Property
  void everyHourOfEveryZoneIsFoundAgain(
      @ForAll @LongRange(max = 700_000) long span, @ForAll("zones") String zone) {
    var pattern = SpanPattern.of("{YYYY}{MM}{DD}{HH:" + zone + "}");
    var calendar = new SpanCalendar(SpanCalendar.Unit.HOUR, ZoneId.of(zone), 0);
    var name = pattern.fill(span);
    var found =
        calendar.span(
            Map.of(
                "YYYY", name.substring(0, 4),
                "MM", name.substring(4, 6),
                "DD", name.substring(6, 8),
                "HH", name.substring(8, 10)));

    if (name.compareTo("1970") >= 0 && span > 24) {
      assertThat(found).contains(calendar.isRepeated(span) ? span - 1 : span);
    }
  }

  @Provide
  Arbitrary<String> zones() {
    return Arbitraries.of(
        "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu");
  }

  @Test
  void anHourThatTheClockShowsTwiceIsNotMissed() throws IOException {
    files("2026102501.csv", "2026102502.csv", "2026102503.csv");
    var pattern = pattern("{YYYY}{MM}{DD}{HH:Europe/Berlin}.csv");
    long first = ScheduledSpan.parse("2026-10-24T23").first();

    assertThat(pattern.find(ScheduledSpan.range(first, first + 3)))
        .extracting(FoundSpan::span)
        .containsExactly(first, first + 1, first + 3);
    assertThatThrownBy(() -> pattern.find(ScheduledSpan.of(first + 2)))
        .isInstanceOf(SpanNotFoundException.class);
  }

  @Test
  void anHourThatTheClockLeavesOutIsRefused() throws IOException {
    files("2026032902.csv");

    assertThatThrownBy(() -> pattern("{YYYY}{MM}{DD}{HH:Europe/Berlin}.csv").find())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("whose date would be 2026-03-29T02 Europe/Berlin");
  }
}
