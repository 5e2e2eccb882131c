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
 * @param passes over the data, in each of which a part of the terms is counted
 * @param key by which numbers are grouped, each group with a statistic of its own
 */
@SuppressWarnings("serial") // optional fields: engines that send it know how
record Gathering(
    Statistic.Kind kind,
    List<Integer> numbers,
    Optional<Integer> text,
    Optional<Words.Cut> cut,
    Guide guide,
    int passes,
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

  static Gathering ofText(int text, Guide guide, int passes) {
    return ofText(Statistic.Kind.TERMS, text, Optional.empty(), guide, passes);
  }

  static Gathering ofWords(int words, Words.Cut cut, Guide guide, int passes) {
    return ofText(Statistic.Kind.WORDS, words, Optional.of(cut), guide, passes);
  }

  private static Gathering ofText(
      Statistic.Kind kind, int text, Optional<Words.Cut> cut, Guide guide, int passes) {
    return new Gathering(
        kind, guide.positions(), Optional.of(text), cut, guide, passes, Optional.empty());
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
    if (passes > 1) {
      line.append(", in ").append(passes).append(" passes");
    }
    key.ifPresent(by -> line.append(", for each of ").append(by.most()).append(" keys"));
    return line.append(" #").append(Long.toHexString(program.hash(operands()))).toString();
  }

  /**
   * A statistic that has seen nothing.
   *
   * @param where what error messages call it
   * @param pass which of the passes it is of, from 0
   */
  Statistic create(String where, int pass) {
    Supplier<Statistic> one = () -> kind.create(where, this, pass);
    return key.<Statistic>map(by -> new KeyedStatistic(where, by.most(), one)).orElseGet(one);
  }
}
