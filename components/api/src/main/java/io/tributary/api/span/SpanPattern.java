package io.tributary.api.span;

import io.tributary.api.Explanation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of spans are: a path in which placeholders stand for the number of the span, as
 * in TFX.
 *
 * <ul>
 *   <li>{@code {SPAN}} is digits, as many as there are; {@code {SPAN:n}} exactly {@code n}, with
 *       zeros in front;
 *   <li>{@code {YYYY}}, {@code {MM}} and {@code {DD}}, each once and in any order and place, are a
 *       date, which stands for the days since 1970-01-01;
 *   <li>{@code {HH}} beside a date is an hour of the day in UTC, {@code {HH:Europe/Berlin}} one by
 *       the clock of that zone; then a span is the hours since 1970-01-01T00Z. An hour that the
 *       clock shows twice is one span, the first;
 *   <li>{@code {VERSION}} or {@code {VERSION:n}} is the number of a version within the span, of
 *       which the latest counts;
 *   <li>{@code *} is any characters, {@code ?} one, neither of them {@code /}.
 * </ul>
 *
 * <p>What stands before the first directory with a placeholder or a wildcard is the directory that
 * is looked at. Hidden files, and files whose name begins with {@code _}, are left out unless the
 * pattern spells that out. Immutable.
 */
public final class SpanPattern {
  private static final Pattern WILDCARD = Pattern.compile("[*?]");

  /** Slashes, but not those of a zone. */
  private static final Pattern SLASHES = Pattern.compile("/+(?![^{}]*})");

  /** How many names an error tells. */
  private static final int NAMES = 3;

  /** How many missing spans are counted. */
  private static final int MISSING = 1_000;

  private final String text;
  private final Path directory;
  private final List<SpanGrammar.Segment> segments;
  private final SpanCalendar calendar;
  private final boolean versioned;
  private final boolean ownDirectory;

  /** What a placeholder has taken. */
  private static final class Taken {
    final TreeMap<String, String> texts = new TreeMap<>();

    Taken with(SpanGrammar.Segment segment, Matcher matcher) {
      var more = new Taken();
      more.texts.putAll(texts);
      for (var field : segment.fields()) {
        more.texts.put(field, matcher.group(field));
      }
      return more;
    }
  }

  private SpanPattern(String text, Path directory, List<String> names) {
    this.text = text;
    this.directory = directory;
    var grammar = new SpanGrammar(text);
    this.segments = names.stream().map(grammar::segment).toList();
    this.calendar = grammar.calendar();
    this.versioned = grammar.hasVersion();
    this.ownDirectory = segments.get(segments.size() - 1).fields().isEmpty();
  }

  /**
   * Reads a pattern.
   *
   * @throws WrongSpanException if it has no span, or breaks a rule; the message says which
   */
  public static SpanPattern of(String pattern) {
    return of(Path.of(""), pattern);
  }

  /**
   * Reads a pattern that is relative to a directory, unless it is absolute.
   *
   * @throws WrongSpanException if it has no span, or breaks a rule; the message says which
   */
  public static SpanPattern of(Path base, String pattern) {
    var names = SLASHES.split(pattern, -1);
    int fixed = 0;
    while (fixed < names.length - 1 && isFixed(names[fixed])) {
      fixed++;
    }
    var start = String.join("/", Arrays.asList(names).subList(0, fixed));
    var root = pattern.startsWith("/") && start.isEmpty() ? "/" : start;
    return new SpanPattern(
        pattern, base.resolve(root), Arrays.asList(names).subList(fixed, names.length));
  }

  private static boolean isFixed(String name) {
    return !SpanGrammar.PLACEHOLDER.matcher(name).find() && !WILDCARD.matcher(name).find();
  }

  /** The directory that is looked at. */
  public Path directory() {
    return directory;
  }

  /** Whether spans are dates or hours. */
  public boolean isDated() {
    return calendar.isDated();
  }

  /** A span as people write it: its number, and the date or hour where it is one. */
  public String words(long span) {
    return span + calendar.words(span).map(words -> " (" + words + ")").orElse("");
  }

  /**
   * The pattern with the number of a span filled in; versions stay open.
   *
   * @throws WrongSpanException if the number has more digits than the pattern has room for
   */
  public String fill(long span) {
    return calendar.fill(text, span);
  }

  /**
   * The spans whose files are there, by number; of each the latest version.
   *
   * @throws SpanNotFoundException if there is no such directory
   * @throws WrongSpanException if a file has a date that no calendar has
   */
  public NavigableMap<Long, FoundSpan> find() throws IOException {
    return find(0, Long.MAX_VALUE);
  }

  /**
   * The same of the spans from the first to the last; files of others are not even looked at.
   *
   * @throws SpanNotFoundException if there is no such directory
   * @throws WrongSpanException if a file has a date that no calendar has
   */
  public NavigableMap<Long, FoundSpan> find(long first, long last) throws IOException {
    var found = new TreeMap<Long, TreeMap<Long, List<Path>>>();
    try {
      walk(directory, 0, new Taken(), span -> first <= span && span <= last, found);
    } catch (NoSuchFileException | NotDirectoryException e) {
      if (!Files.isDirectory(directory)) {
        throw notFound(directory.toString(), "no such directory", "check the pattern", e);
      }
      throw e;
    }
    var spans = new TreeMap<Long, FoundSpan>();
    found.forEach(
        (span, versions) -> {
          var latest = versions.lastEntry();
          var files = latest.getValue().stream().sorted().toList();
          spans.put(
              span,
              new FoundSpan(
                  span,
                  versioned ? Optional.of(latest.getKey()) : Optional.empty(),
                  files,
                  ownDirectory && isMarked(files)));
        });
    return spans;
  }

  private static boolean isMarked(List<Path> files) {
    return files.stream().allMatch(file -> Files.exists(file.resolveSibling(FoundSpan.SUCCESS)));
  }

  private void walk(
      Path at,
      int depth,
      Taken taken,
      LongPredicate wanted,
      TreeMap<Long, TreeMap<Long, List<Path>>> found)
      throws IOException {
    var segment = segments.get(depth);
    boolean file = depth == segments.size() - 1;
    for (var entry : names(at)) {
      var name = entry.getFileName().toString();
      var matcher = segment.pattern().matcher(name);
      if (isLeftOut(name, segment) || !matcher.matches()) {
        continue;
      }
      var more = taken.with(segment, matcher);
      if (isKnown(more) && !wanted.test(span(more, entry))) {
        continue;
      }
      if (!file && Files.isDirectory(entry)) {
        walk(entry, depth + 1, more, wanted, found);
      } else if (file && Files.isRegularFile(entry)) {
        found
            .computeIfAbsent(span(more, entry), span -> new TreeMap<>())
            .computeIfAbsent(version(more), version -> new ArrayList<>())
            .add(entry);
      }
    }
  }

  private static boolean isLeftOut(String name, SpanGrammar.Segment segment) {
    var first = name.charAt(0);
    return (first == '.' || first == '_') && segment.text().charAt(0) != first;
  }

  private static List<Path> names(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.sorted().toList();
    }
  }

  private boolean isKnown(Taken taken) {
    return calendar.isKnown(taken.texts);
  }

  private long span(Taken taken, Path file) {
    return calendar.span(taken.texts).orElseThrow(() -> noDate(file, calendar.words(taken.texts)));
  }

  private WrongSpanException noDate(Path file, String date) {
    return new WrongSpanException(
        new Explanation(
            "span pattern '" + text + "'",
            file + ", whose date would be " + date,
            "a time of the calendar, 1970-01-01 or later",
            "rename the file, or narrow the pattern"));
  }

  private long version(Taken taken) {
    return versioned ? Long.parseLong(taken.texts.get("VERSION")) : 0;
  }

  /**
   * The spans that a run is about, in order.
   *
   * @throws SpanNotFoundException if one of them has no file
   * @throws WrongSpanException if a span does not fit the pattern, or a file has a date that no
   *     calendar has
   */
  public List<FoundSpan> find(ScheduledSpan wanted) throws IOException {
    if (wanted.isLatest()) {
      var found = find();
      if (found.isEmpty()) {
        throw notFound(
            directory.toString(),
            "no file matches; " + nearest(),
            "name files so, or correct the pattern",
            null);
      }
      return List.of(found.lastEntry().getValue());
    }
    fill(wanted.last());
    var there = find(wanted.first(), wanted.last());
    var missing = missing(there, wanted.first(), wanted.last());
    if (there.isEmpty() || !missing.isEmpty()) {
      throw missing(missing.isEmpty() ? List.of(wanted.first()) : missing);
    }
    return List.copyOf(there.values());
  }

  /**
   * Which spans are not there; one whose hour the clock shows for the second time is not missed.
   */
  public List<Long> missing(NavigableMap<Long, FoundSpan> there, long first, long last) {
    var missing = new ArrayList<Long>();
    for (long span = first; span <= last; span++) {
      if (!there.containsKey(span) && !calendar.isRepeated(span)) {
        missing.add(span);
      }
    }
    return missing;
  }

  private SpanNotFoundException missing(List<Long> missing) throws IOException {
    long first = missing.get(0);
    var found = find();
    return notFound(
        directory.toString(),
        "no file for span "
            + words(first)
            + ", that is '"
            + fill(first)
            + "'"
            + (missing.size() == 1
                ? ""
                : ", and for " + (missing.size() < MISSING ? missing.size() - 1 : "many") + " more")
            + "; "
            + (found.isEmpty() ? nearest() : "there are " + spans(found)),
        "wait for the data, or name another span",
        null);
  }

  private static String spans(NavigableMap<Long, FoundSpan> found) {
    return found.size() == 1
        ? "files of span " + found.firstKey() + " only"
        : found.size() + " spans from " + found.firstKey() + " to " + found.lastKey();
  }

  /** Names that are there, the most alike first. */
  private String nearest() throws IOException {
    var names = names(directory).stream().map(path -> path.getFileName().toString()).toList();
    if (names.isEmpty()) {
      return "the directory is empty";
    }
    var wanted = segments.get(0).text();
    var alike =
        names.stream()
            .sorted((a, b) -> Integer.compare(alike(b, wanted), alike(a, wanted)))
            .limit(NAMES)
            .toList();
    return "there are " + names.size() + " names, such as '" + String.join("', '", alike) + "'";
  }

  /** How many characters two names share at beginning and end. */
  private static int alike(String name, String other) {
    int most = Math.min(name.length(), other.length());
    int start = 0;
    while (start < most && name.charAt(start) == other.charAt(start)) {
      start++;
    }
    int end = 0;
    while (end < most - start
        && name.charAt(name.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
      end++;
    }
    return start + end;
  }

  private SpanNotFoundException notFound(
      String where, String value, String remedy, @Nullable IOException cause) {
    return new SpanNotFoundException(
        new Explanation(where, value, "files that match '" + text + "'", remedy), cause);
  }

  /** The pattern as it was given. */
  @Override
  public String toString() {
    return text;
  }
}
