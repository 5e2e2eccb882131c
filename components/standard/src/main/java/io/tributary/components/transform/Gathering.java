package io.tributary.components.transform;

import static java.util.stream.Collectors.joining;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a pass over the data gathers for an analyzer. Equal ones are gathered once.
 *
 * @param kind of the statistic
 * @param numbers positions of the numbers
 * @param text position of the text, or of its words
 * @param cut how words are counted; empty if they are not
 * @param guide which of the numbers say what rows of the text count for
 * @param parts of the terms, each of which is counted in a pass over the data of its own; 1 for
 *     whatever else is gathered
 * @param key by which numbers are grouped, each group with a statistic of its own
 */
@SuppressWarnings("serial") // optional fields: engines that send it know how
record Gathering(
    Statistic.Kind kind,
    List<Integer> numbers,
    Optional<Integer> text,
    Optional<Words.Cut> cut,
    Guide guide,
    int parts,
    Optional<Key> key)
    implements Serializable {

  /**
   * A text that says to which group a row belongs; the missing text is one like any other.
   *
   * @param most different keys there may be
   */
  record Key(int position, int most) implements Serializable {
    /** Different keys there may be unless the author says otherwise. */
    static final int DEFAULT_MOST = 10_000;

    /** The limit as a further argument, unless it is the default. */
    String argument() {
      return most == DEFAULT_MOST ? "" : ", " + most;
    }
  }

  public Gathering {
    numbers = List.copyOf(numbers);
  }

  static Gathering ofNumber(Statistic.Kind kind, int number, Optional<Key> key) {
    return new Gathering(
        kind, List.of(number), Optional.empty(), Optional.empty(), Guide.NONE, 1, key);
  }

  static Gathering ofNumbers(List<Integer> numbers) {
    return new Gathering(
        Statistic.Kind.COVARIANCES,
        numbers,
        Optional.empty(),
        Optional.empty(),
        Guide.NONE,
        1,
        Optional.empty());
  }

  static Gathering ofText(int text, Guide guide, int parts) {
    return ofText(Statistic.Kind.TERMS, text, Optional.empty(), guide, parts);
  }

  static Gathering ofWords(int words, Words.Cut cut, Guide guide, int parts) {
    return ofText(Statistic.Kind.WORDS, words, Optional.of(cut), guide, parts);
  }

  private static Gathering ofText(
      Statistic.Kind kind, int text, Optional<Words.Cut> cut, Guide guide, int parts) {
    return new Gathering(
        kind, guide.positions(), Optional.of(text), cut, guide, parts, Optional.empty());
  }

  List<Integer> operands() {
    var operands = new ArrayList<>(numbers);
    textOrKey().ifPresent(operands::add);
    return operands;
  }

  /** Position of the only text that is read. */
  Optional<Integer> textOrKey() {
    return text.or(() -> key.map(Key::position));
  }

  /** A line that is the same for what is gathered in the same way of equal expressions. */
  String describe(Program program) {
    var line = new StringBuilder(kind.name()).append(" of ");
    line.append(operands().stream().map(program::source).collect(joining(", ")));
    cut.ifPresent(words -> line.append(", ").append(words));
    guide.weight().ifPresent(weight -> line.append(", weighed"));
    guide.label().ifPresent(label -> line.append(", by label"));
    if (parts > 1) {
      line.append(", in ").append(parts).append(" passes");
    }
    key.ifPresent(by -> line.append(", for each of ").append(by.most()).append(" keys"));
    return line.append(" #").append(Long.toHexString(program.hash(operands()))).toString();
  }

  /**
   * A statistic that has seen nothing.
   *
   * @param where what error messages call it
   * @param part which of the parts it is of, from 0
   */
  Statistic create(String where, int part) {
    Supplier<Statistic> one = () -> kind.create(where, this, part);
    return key.<Statistic>map(by -> new KeyedStatistic(where, by.most(), one)).orElseGet(one);
  }
}
