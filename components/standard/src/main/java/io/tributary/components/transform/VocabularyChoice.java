package io.tributary.components.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.tributary.components.transform.VocabularyOption.InformationOn;
import io.tributary.components.transform.VocabularyOption.MinCount;
import io.tributary.components.transform.VocabularyOption.MinDifference;
import io.tributary.components.transform.VocabularyOption.MinInformation;
import io.tributary.components.transform.VocabularyOption.OovBuckets;
import io.tributary.components.transform.VocabularyOption.Passes;
import io.tributary.components.transform.VocabularyOption.Reserved;
import io.tributary.components.transform.VocabularyOption.TopK;
import io.tributary.components.transform.VocabularyOption.WeightedBy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the options of a vocabulary say together.
 *
 * @param minCount what terms count at least; above 0 in any case
 * @param information what terms are ordered by; empty if by what they count
 * @param minInformation what terms tell at least
 * @param parts of the terms, each of which is counted in a pass over the data of its own
 */
record VocabularyChoice(
    int topK,
    Optional<Long> minCount,
    int oovBuckets,
    List<String> reserved,
    Guide guide,
    Optional<MutualInformation> information,
    Optional<Double> minInformation,
    int parts) {
  private static final int MOST_PASSES = 1_000;

  VocabularyChoice {
    reserved = List.copyOf(reserved);
  }

  /**
   * What options of a column of {@code features} say.
   *
   * @throws IllegalArgumentException if one of them is guided by a column of others
   */
  static VocabularyChoice of(Features features, VocabularyOption... options) {
    for (var option : options) {
      guide(option).ifPresent(features::requireOwn);
    }
    return of(options);
  }

  static VocabularyChoice of(VocabularyOption... options) {
    int topK = Integer.MAX_VALUE;
    Optional<Long> minCount = Optional.empty();
    int oovBuckets = 1;
    List<String> reserved = List.of();
    Optional<Integer> weight = Optional.empty();
    Optional<InformationOn> information = Optional.empty();
    Optional<Double> minInformation = Optional.empty();
    Optional<Double> minDifference = Optional.empty();
    int parts = 1;
    for (var option : options) {
      if (option instanceof TopK chosen) {
        topK = chosen.terms();
      } else if (option instanceof MinCount chosen) {
        minCount = Optional.of(chosen.times());
      } else if (option instanceof OovBuckets chosen) {
        oovBuckets = chosen.buckets();
      } else if (option instanceof Reserved chosen) {
        reserved = chosen.terms();
      } else if (option instanceof WeightedBy chosen) {
        weight = Optional.of(chosen.weight().position());
      } else if (option instanceof InformationOn chosen) {
        information = Optional.of(chosen);
      } else if (option instanceof MinInformation chosen) {
        minInformation = Optional.of(chosen.bits());
      } else if (option instanceof MinDifference chosen) {
        minDifference = Optional.of(chosen.rows());
      } else if (option instanceof Passes chosen) {
        parts = chosen.passes();
      }
    }
    var least = minDifference;
    return new VocabularyChoice(
        topK,
        minCount,
        oovBuckets,
        reserved,
        new Guide(weight, information.map(on -> on.label().position())),
        information.map(on -> new MutualInformation(on.isAdjusted(), least)),
        minInformation,
        parts);
  }

  /** Reports mistakes in the options of the expression at {@code position}. */
  void check(Features features, int position, VocabularyOption... options) {
    if (topK < 1) {
      features.problem(position, "topK(" + topK + ")", "at least 1 term", "change the number");
    }
    if (minCount.isPresent() && minCount.get() < 1) {
      features.problem(
          position, "minCount(" + minCount.get() + ")", "at least 1", "change the number");
    }
    features.requireBuckets(position, "oovBuckets", oovBuckets);
    if (parts < 1 || parts > MOST_PASSES) {
      features.problem(
          position, "passes(" + parts + ")", "1 to " + MOST_PASSES, "change the number");
    } else if (parts > 1 && topK == Integer.MAX_VALUE) {
      features.problem(
          position,
          "passes(" + parts + ") without topK",
          "a number of terms that memory holds",
          "add topK(terms)");
    }
    for (var option : options) {
      checkGuides(features, position, option);
    }
    checkReserved(features, position);
    for (int i = 1; i < options.length; i++) {
      for (int j = 0; j < i; j++) {
        if (options[i].getClass() == options[j].getClass()) {
          features.problem(
              position,
              options[j] + " and " + options[i],
              "each option of a vocabulary once",
              "remove one");
        }
      }
    }
  }

  private void checkGuides(Features features, int position, VocabularyOption option) {
    guide(option).ifPresent(column -> checkGuide(features, position, column.position()));
    if (option instanceof MinInformation || option instanceof MinDifference) {
      boolean isNumber =
          minInformation.stream().allMatch(bits -> Math.abs(bits) <= Double.MAX_VALUE)
              && information.stream()
                  .flatMap(on -> on.minDifference().stream())
                  .allMatch(rows -> rows >= 0 && rows <= Double.MAX_VALUE);
      if (information.isEmpty() || !isNumber) {
        features.problem(
            position,
            option.toString(),
            "a finite number, of differences 0 or more, beside informationOn(label)",
            "change the number, add informationOn(label), or remove this");
      }
    }
  }

  /** The numbers of rows that an option is guided by. */
  private static Optional<NumberColumn> guide(VocabularyOption option) {
    if (option instanceof WeightedBy weighted) {
      return Optional.of(weighted.weight());
    }
    return option instanceof InformationOn on ? Optional.of(on.label()) : Optional.empty();
  }

  private static void checkGuide(Features features, int position, int guide) {
    if (features.program().isConstant(guide)) {
      features.problem(
          position,
          features.program().source(guide) + ", the same in all rows",
          "something of the row",
          "combine it with a column of the row, or leave it out");
    }
  }

  private void checkReserved(Features features, int position) {
    for (var term : reserved) {
      if (!TermsStatistic.isTerm(term)) {
        features.problem(
            position,
            "reserved(...) with an empty text or a line end",
            "terms that a vocabulary can hold",
            "change the term");
      }
      features.requireText(position, "reserved", term);
    }
    if (new HashSet<>(reserved).size() < reserved.size()) {
      features.problem(position, "reserved(...)", "each term once", "remove one");
    }
  }

  /**
   * As an author writes them.
   *
   * @param guides what is written for the positions of the {@link #guide}
   */
  String arguments(List<String> guides) {
    var options = new ArrayList<String>();
    if (topK < Integer.MAX_VALUE) {
      options.add("topK(" + topK + ")");
    }
    minCount.ifPresent(times -> options.add("minCount(" + times + ")"));
    if (oovBuckets > 1) {
      options.add("oovBuckets(" + oovBuckets + ")");
    }
    if (!reserved.isEmpty()) {
      options.add(reserved.stream().map(Literal::of).collect(joining(", ", "reserved(", ")")));
    }
    guide.weight().ifPresent(weight -> options.add("weightedBy(" + guides.get(0) + ")"));
    information.ifPresent(
        on -> {
          var label = guides.get(guides.size() - 1);
          options.add(
              (on.isAdjusted() ? "adjustedInformationOn(" : "informationOn(") + label + ")");
          on.minDifference().ifPresent(rows -> options.add("minDifference(" + rows + ")"));
        });
    minInformation.ifPresent(bits -> options.add("minInformation(" + bits + ")"));
    if (parts > 1) {
      options.add("passes(" + parts + ")");
    }
    return String.join(", ", options);
  }

  /**
   * The terms of a vocabulary: those that are reserved, then at most {@link #topK} others.
   *
   * @param ofParts the terms that were found of each part
   */
  Fit.Terms join(List<Fit.Terms> ofParts) {
    var known = Set.copyOf(reserved);
    var terms = new ArrayList<>(reserved);
    ranked(ofParts).stream().filter(term -> !known.contains(term)).limit(topK).forEach(terms::add);
    return new Fit.Terms(terms, List.of(), ofParts.stream().mapToLong(Fit.Terms::distinct).sum());
  }

  private record Ranked(String term, double rank) {
    static int compare(Ranked a, Ranked b) {
      return a.rank != b.rank
          ? Double.compare(b.rank, a.rank)
          : Arrays.compareUnsigned(b.term.getBytes(UTF_8), a.term.getBytes(UTF_8));
    }
  }

  private static List<String> ranked(List<Fit.Terms> ofParts) {
    if (ofParts.size() == 1) {
      return ofParts.get(0).terms();
    }
    var ranked = new ArrayList<Ranked>();
    for (var part : ofParts) {
      for (int i = 0; i < part.terms().size(); i++) {
        ranked.add(new Ranked(part.terms().get(i), part.ranks().get(i)));
      }
    }
    ranked.sort(Ranked::compare);
    return ranked.stream().map(Ranked::term).toList();
  }
}
