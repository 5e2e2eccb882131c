package io.tributary.components.transform;

import static java.util.stream.Collectors.joining;

import io.tributary.components.transform.VocabularyOption.MinCount;
import io.tributary.components.transform.VocabularyOption.OovBuckets;
import io.tributary.components.transform.VocabularyOption.Reserved;
import io.tributary.components.transform.VocabularyOption.TopK;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** What the options of a vocabulary say together. */
record VocabularyChoice(int topK, long minCount, int oovBuckets, List<String> reserved) {
  VocabularyChoice {
    reserved = List.copyOf(reserved);
  }

  static VocabularyChoice of(VocabularyOption... options) {
    int topK = Integer.MAX_VALUE;
    long minCount = 1;
    int oovBuckets = 1;
    List<String> reserved = List.of();
    for (var option : options) {
      if (option instanceof TopK chosen) {
        topK = chosen.terms();
      } else if (option instanceof MinCount chosen) {
        minCount = chosen.times();
      } else if (option instanceof OovBuckets chosen) {
        oovBuckets = chosen.buckets();
      } else if (option instanceof Reserved chosen) {
        reserved = chosen.terms();
      }
    }
    return new VocabularyChoice(topK, minCount, oovBuckets, reserved);
  }

  /** Reports mistakes in the options of the expression at {@code position}. */
  void check(Features features, int position, VocabularyOption... options) {
    if (topK < 1) {
      features.problem(position, "topK(" + topK + ")", "at least 1 term", "change the number");
    }
    if (minCount < 1) {
      features.problem(position, "minCount(" + minCount + ")", "at least 1", "change the number");
    }
    features.requireBuckets(position, "oovBuckets", oovBuckets);
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

  /** As an author writes them. */
  String arguments() {
    var options = new ArrayList<String>();
    if (topK < Integer.MAX_VALUE) {
      options.add("topK(" + topK + ")");
    }
    if (minCount > 1) {
      options.add("minCount(" + minCount + ")");
    }
    if (oovBuckets > 1) {
      options.add("oovBuckets(" + oovBuckets + ")");
    }
    if (!reserved.isEmpty()) {
      options.add(reserved.stream().map(Literal::of).collect(joining(", ", "reserved(", ")")));
    }
    return String.join(", ", options);
  }

  /** The reserved terms, then at most {@code topK} counted ones that are none of them. */
  Fit.Terms terms(TermsStatistic counted) {
    if (reserved.isEmpty()) {
      return counted.terms(topK, minCount);
    }
    int most = (int) Math.min(Integer.MAX_VALUE, (long) topK + reserved.size());
    var found = counted.terms(most, minCount);
    var known = new HashSet<>(reserved);
    var terms = new ArrayList<>(reserved);
    found.terms().stream().filter(term -> !known.contains(term)).limit(topK).forEach(terms::add);
    return new Fit.Terms(terms, found.distinct());
  }
}
