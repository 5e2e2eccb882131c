package io.tributary.components.transform;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.transform.Expression.Analyzer;
import io.tributary.components.transform.Expression.OfVectors;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Expressions of the words of a text, or of the texts of a list. */
final class Words {
  /** The standard operators that came with StringSplit and RegexFullMatch. */
  private static final int OPSET = 20;

  /** What is between the words of an n-gram where runs of spaces are between words. */
  private static final String SPACE = " ";

  /** What is between the words of an n-gram where words are texts of a list. */
  private static final String UNIT_SEPARATOR = "\u001F";

  /** Texts that hold it, whatever bytes they are of. */
  private static final String WITH_UNIT_SEPARATOR = "\\C*\\x1F\\C*";

  private Words() {}

  /**
   * How texts are cut into n-grams, or lists of texts made n-grams of.
   *
   * @param separator what is between two words; empty for runs of spaces
   * @param isOfLists whether the words come apart, so that one can hold the separator; such a one
   *     is in no n-gram, unless n-grams are single words
   * @param most how many words of a row there are at most; further ones are left out
   * @param shortest words of the shortest n-grams
   * @param longest words of the longest n-grams
   */
  record Cut(String separator, boolean isOfLists, int most, int shortest, int longest)
      implements Serializable {
    /** Of texts, by a separator. */
    static Cut ofTexts(String separator) {
      return new Cut(separator, false, WordsColumn.MOST_WORDS, 1, 1);
    }

    /** Of lists of texts. */
    static Cut ofLists() {
      return new Cut(UNIT_SEPARATOR, true, WordsColumn.MOST_WORDS, 1, 1);
    }

    Cut ofGrams(int fewest, int greatest) {
      return new Cut(separator, isOfLists, most, fewest, greatest);
    }

    Cut ofFirst(int words) {
      return new Cut(separator, isOfLists, words, shortest, longest);
    }

    /** The words of a text, or of a list of texts. */
    Expression of(int operand) {
      return isOfLists ? new Elements(operand, most) : new Tokens(operand, separator, most);
    }

    /** Whether a word can be part of an n-gram. */
    boolean isWord(byte[] data, int from, int to) {
      return from < to && !(mayHoldSeparator() && hasUnitSeparator(data, from, to));
    }

    /** Whether what stands between the words of an n-gram can also stand in one of them. */
    boolean mayHoldSeparator() {
      return isOfLists && longest > 1;
    }

    private static boolean hasUnitSeparator(byte[] data, int from, int to) {
      for (int i = from; i < to; i++) {
        if (data[i] == UNIT_SEPARATOR.charAt(0)) {
          return true;
        }
      }
      return false;
    }

    boolean canGive(String gram) {
      var words = words(gram);
      return words.size() >= shortest && words.size() <= longest && !words.contains("");
    }

    byte[] delimiter() {
      return separator.getBytes(UTF_8);
    }

    /** What an author calls on the words for these n-grams. */
    String source() {
      return shortest == 1 && longest == 1 ? "" : ".ngrams(" + shortest + ", " + longest + ")";
    }

    /** The words of an n-gram. */
    List<String> words(String gram) {
      if (isOfLists && longest == 1) {
        return List.of(gram);
      }
      var between = Pattern.compile(separator.isEmpty() ? SPACE : separator, Pattern.LITERAL);
      return List.of(between.split(gram, -1));
    }
  }

  /** The words of a text. */
  record Tokens(int operand, String separator, int most) implements Expression.OfOne {
    @Override
    public Type type() {
      return Type.WORDS;
    }

    @Override
    public boolean mayBeMissing(boolean operandMayBe) {
      return false;
    }

    @Override
    public String source(List<String> operands) {
      return operands.get(0)
          + (separator.isEmpty() ? ".words()" : ".split(" + Literal.of(separator) + ")")
          + first(most);
    }

    @Override
    public String emit(Emission e) {
      var graph = e.graph();
      graph.raise(OPSET);
      var attributes = new ArrayList<OnnxAttribute>();
      attributes.add(OnnxAttribute.ofInt("maxsplit", most));
      if (!separator.isEmpty()) {
        attributes.add(OnnxAttribute.ofString("delimiter", separator));
      }
      var split =
          graph.node(
              OnnxDomain.STANDARD,
              "StringSplit",
              attributes,
              List.of(e.withRow(e.tensor(operand))),
              2);
      var wordsAndRest = graph.node("Squeeze", split.get(0), graph.vector(1));
      return firstColumns(e, wordsAndRest, most);
    }
  }

  /** What an author calls to get no more words. */
  private static String first(int most) {
    return most == WordsColumn.MOST_WORDS ? "" : ".first(" + most + ")";
  }

  private static String firstColumns(Emission e, String tensor, int most) {
    var graph = e.graph();
    return graph.node("Slice", tensor, graph.vector(0), graph.vector(most), graph.vector(1));
  }

  /** The texts of a list as words. */
  record Elements(int operand, int most) implements Expression.OfOne {
    @Override
    public Type type() {
      return Type.WORDS;
    }

    @Override
    public String source(List<String> operands) {
      return operands.get(0) + first(most);
    }

    @Override
    public String emit(Emission e) {
      return e.withRowOfLists(firstColumns(e, e.tensor(operand), most));
    }
  }

  /** How many n-grams a text has. */
  record Length(int tokens, Cut cut) implements Expression {
    @Override
    public Type type() {
      return Type.NUMBER;
    }

    @Override
    public List<Integer> operands() {
      return List.of(tokens);
    }

    @Override
    public boolean mayBeMissing(boolean operandMayBe) {
      return false;
    }

    @Override
    public String source(List<String> operands) {
      return operands.get(0) + cut.source() + ".count()";
    }

    @Override
    public String emit(Emission e) {
      var graph = e.graph();
      var isWord = isWord(e);
      var begins = isWord;
      var total = graph.longs(0);
      for (int words = 1; words <= cut.longest(); words++) {
        if (words > 1) {
          begins = graph.node("And", columns(e, begins, 0, -1), columns(e, isWord, words - 1, 0));
        }
        if (words >= cut.shortest()) {
          total = graph.node("Add", total, e.countOf(begins));
        }
      }
      return graph.cast(e.withoutRow(total), DataType.DOUBLE);
    }

    private String isWord(Emission e) {
      var graph = e.graph();
      var words = e.tensor(tokens);
      var isNone = e.textEquals(words, "");
      if (cut.mayHoldSeparator()) {
        graph.raise(OPSET);
        var pattern = OnnxAttribute.ofString("pattern", WITH_UNIT_SEPARATOR);
        var holdsSeparator =
            graph.node(OnnxDomain.STANDARD, "RegexFullMatch", List.of(pattern), words);
        isNone = graph.node("Or", isNone, holdsSeparator);
      }
      return graph.node("Not", isNone);
    }

    private static String columns(Emission e, String tensor, int from, int to) {
      var graph = e.graph();
      long end = to == 0 ? Long.MAX_VALUE : to;
      return graph.node("Slice", tensor, graph.vector(from), graph.vector(end), graph.vector(1));
    }
  }

  /** How often each n-gram of a vocabulary occurs. */
  record Counts(int operand, Cut cut, VocabularyChoice choice) implements OfVectors, Analyzer {
    @Override
    public Type type() {
      return Type.VECTOR;
    }

    @Override
    public boolean mayBeMissing(boolean operandMayBe) {
      return false;
    }

    @Override
    public Gathering gathering() {
      return Gathering.ofWords(operand, cut, choice.guide(), choice.parts());
    }

    @Override
    public List<Integer> rowOperands() {
      return List.of(operand);
    }

    @Override
    public Fit fit(Statistic gathered) {
      return ((WordsStatistic) gathered).words(choice);
    }

    @Override
    public Fit join(List<Fit> ofParts) {
      return Fit.Words.join(choice, ofParts.stream().map(Fit.Words.class::cast).toList());
    }

    @Override
    public long size(Fitted fitted) {
      return fitted.fit(this, Fit.Words.class).vocabulary().terms().size();
    }

    @Override
    public String source(List<String> operands) {
      return source(operands, "bagOfWords");
    }

    /** What is written for these n-grams as {@code method} gives them. */
    private String source(List<String> operands, String method) {
      int words = choice.guide().positions().size();
      var arguments = choice.arguments(operands.subList(0, words));
      return operands.get(words) + cut.source() + "." + method + "(" + arguments + ")";
    }

    /** Its operands, and others. */
    private List<Integer> operandsAnd(Integer... more) {
      return Stream.concat(operands().stream(), Stream.of(more)).toList();
    }

    @Override
    public String emit(Emission e) {
      var terms = e.fitted().fit(this, Fit.Words.class).vocabulary().terms();
      var pool = new ArrayList<String>();
      var beginnings = new long[cut.longest()];
      var indexes = new ArrayList<Long>();
      for (int length = 1; length <= cut.longest(); length++) {
        beginnings[length - 1] = pool.size();
        for (int i = 0; i < terms.size(); i++) {
          var words = cut.words(terms.get(i));
          if (words.size() == length) {
            pool.addAll(words);
            indexes.add((long) i);
          }
        }
      }
      var counts =
          e.graph()
              .node(
                  OnnxDomain.STANDARD,
                  "TfIdfVectorizer",
                  List.of(
                      OnnxAttribute.ofString("mode", "TF"),
                      OnnxAttribute.ofInt("min_gram_length", cut.shortest()),
                      OnnxAttribute.ofInt("max_gram_length", cut.longest()),
                      OnnxAttribute.ofInt("max_skip_count", 0),
                      OnnxAttribute.ofInts("ngram_counts", beginnings),
                      OnnxAttribute.ofInts(
                          "ngram_indexes", indexes.stream().mapToLong(i -> i).toArray()),
                      OnnxAttribute.ofStrings("pool_strings", pool)),
                  e.tensor(operand));
      return e.graph().cast(e.withoutRow(counts), DataType.DOUBLE);
    }
  }

  /**
   * Which n-grams of a vocabulary occur.
   *
   * @param counts position of how often they do
   */
  record Occurrence(Counts grams, int counts) implements OfVectors {
    @Override
    public List<Integer> operands() {
      return grams.operandsAnd(counts);
    }

    @Override
    public List<Integer> guides() {
      return grams.guides();
    }

    @Override
    public List<Integer> rowOperands() {
      return List.of(counts);
    }

    @Override
    public String source(List<String> operands) {
      return grams.source(operands, "multiHot");
    }

    @Override
    public long size(Fitted fitted) {
      return fitted.size(counts);
    }

    @Override
    public String emit(Emission e) {
      return e.graph().node("Min", e.tensor(counts), e.graph().doubles(1));
    }
  }

  /**
   * Shares of the n-grams, times their inverse document frequencies.
   *
   * @param counts position of how often they occur
   * @param length position of how many n-grams there are, known or not
   */
  record TfIdf(Counts grams, int counts, int length) implements OfVectors {
    @Override
    public List<Integer> operands() {
      return grams.operandsAnd(counts, length);
    }

    @Override
    public List<Integer> guides() {
      return grams.guides();
    }

    @Override
    public List<Integer> rowOperands() {
      return List.of(counts, length);
    }

    @Override
    public String source(List<String> operands) {
      return grams.source(operands, "tfIdf");
    }

    @Override
    public long size(Fitted fitted) {
      return fitted.size(counts);
    }

    @Override
    public String emit(Emission e) {
      var graph = e.graph();
      var words = e.fitted().fit(grams, Fit.Words.class);
      var length = graph.node("Max", e.tensor(length()), graph.doubles(1));
      var shares = graph.node("Div", e.tensor(counts), length);
      return graph.node("Mul", shares, graph.doubles(words.inverseFrequencies()));
    }
  }
}
