package io.tributary.components.schema;

import static io.tributary.proto.tfmd.AnomalyInfo.Type.FEATURE_COVERAGE_TOO_LOW;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.FEATURE_COVERAGE_TOO_SHORT_AVG_TOKEN_LENGTH;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.SEQUENCE_VALUE_TOO_FEW_OCCURRENCES;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.SEQUENCE_VALUE_TOO_LARGE_FRACTION;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.SEQUENCE_VALUE_TOO_MANY_OCCURRENCES;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.SEQUENCE_VALUE_TOO_SMALL_FRACTION;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.STATS_NOT_AVAILABLE;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tributary.proto.tfmd.CustomStatistic;
import io.tributary.proto.tfmd.NaturalLanguageDomain;
import io.tributary.proto.tfmd.NaturalLanguageStatistics;
import io.tributary.proto.tfmd.NaturalLanguageStatistics.TokenStatistics;
import io.tributary.proto.tfmd.SequenceValueConstraints;
import java.util.Optional;

/** Whether text that was split into tokens has those that its domain asks for. */
final class LanguageRules {
  private static final String REMEDY = "look at the tokenizer and its vocabulary, or loosen ";

  private LanguageRules() {}

  static void apply(FeatureView view, FeatureRevision revision) {
    var domain = revision.feature().getNaturalLanguageDomainBuilder();
    var statistics = view.custom("nl_statistics").flatMap(LanguageRules::unpack);
    if (statistics.isEmpty()) {
      if (domain.getCoverage().hasMinCoverage()
          || domain.getCoverage().hasMinAvgTokenLength()
          || domain.getTokenConstraintsCount() > 0) {
        objectToMissing(revision, "no statistics of natural language");
      }
      return;
    }
    checkCoverage(statistics.get(), domain, revision);
    for (var constraint : domain.getTokenConstraintsBuilderList()) {
      if (constraint.getValueCase() == SequenceValueConstraints.ValueCase.VALUE_NOT_SET) {
        continue;
      }
      var token = tokenStatistics(statistics.get(), constraint);
      if (token.isEmpty()) {
        objectToMissing(revision, "no statistics of the token " + name(constraint));
        return;
      }
      checkToken(token.get(), constraint, revision);
    }
  }

  private static Optional<NaturalLanguageStatistics> unpack(CustomStatistic custom) {
    try {
      return custom.getAny().is(NaturalLanguageStatistics.class)
          ? Optional.of(custom.getAny().unpack(NaturalLanguageStatistics.class))
          : Optional.empty();
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty(); // reported as statistics that are not there
    }
  }

  private static void objectToMissing(FeatureRevision revision, String found) {
    revision.object(
        STATS_NOT_AVAILABLE,
        "Statistics not available",
        found,
        "those that natural_language_domain puts constraints on",
        "compute them, or remove the constraints from the schema");
    revision.dropDomain();
  }

  private static void checkCoverage(
      NaturalLanguageStatistics statistics,
      NaturalLanguageDomain.Builder domain,
      FeatureRevision revision) {
    if (domain.getCoverage().hasMinCoverage()
        && domain.getCoverage().getMinCoverage() > statistics.getFeatureCoverage()) {
      revision.object(
          FEATURE_COVERAGE_TOO_LOW,
          "Too few tokens of the vocabulary",
          "a fraction of " + statistics.getFeatureCoverage(),
          "at least " + domain.getCoverage().getMinCoverage(),
          REMEDY + "coverage.min_coverage in the schema");
      domain.getCoverageBuilder().setMinCoverage(atMost(statistics.getFeatureCoverage()));
    }
    if (domain.getCoverage().hasMinAvgTokenLength()
        && domain.getCoverage().getMinAvgTokenLength() > statistics.getAvgTokenLength()) {
      revision.object(
          FEATURE_COVERAGE_TOO_SHORT_AVG_TOKEN_LENGTH,
          "Tokens too short",
          "an average length of " + statistics.getAvgTokenLength(),
          "at least " + domain.getCoverage().getMinAvgTokenLength(),
          REMEDY + "coverage.min_avg_token_length in the schema");
      domain.getCoverageBuilder().setMinAvgTokenLength(atMost(statistics.getAvgTokenLength()));
    }
  }

  private static Optional<TokenStatistics> tokenStatistics(
      NaturalLanguageStatistics statistics, SequenceValueConstraints.Builder constraint) {
    return statistics.getTokenStatisticsList().stream()
        .filter(
            token ->
                switch (token.getTokenCase()) {
                  case INT_TOKEN ->
                      constraint.hasIntValue() && constraint.getIntValue() == token.getIntToken();
                  case STRING_TOKEN ->
                      constraint.hasStringValue()
                          && constraint.getStringValue().equals(token.getStringToken());
                  case TOKEN_NOT_SET -> false;
                })
        .findFirst();
  }

  private static String name(SequenceValueConstraints.Builder constraint) {
    return constraint.hasIntValue()
        ? Long.toString(constraint.getIntValue())
        : "'" + constraint.getStringValue() + "'";
  }

  private static void checkToken(
      TokenStatistics token,
      SequenceValueConstraints.Builder constraint,
      FeatureRevision revision) {
    var name = name(constraint);
    double fraction = token.getFractionOfSequences();
    if (constraint.hasMinFractionOfSequences()
        && constraint.getMinFractionOfSequences() > fraction) {
      revision.object(
          SEQUENCE_VALUE_TOO_SMALL_FRACTION,
          "Token in too few sequences",
          "token " + name + " in a fraction of " + fraction,
          "at least " + constraint.getMinFractionOfSequences(),
          REMEDY + "min_fraction_of_sequences in the schema");
      constraint.setMinFractionOfSequences(atMost(fraction));
    }
    if (constraint.hasMaxFractionOfSequences()
        && constraint.getMaxFractionOfSequences() < fraction) {
      revision.object(
          SEQUENCE_VALUE_TOO_LARGE_FRACTION,
          "Token in too many sequences",
          "token " + name + " in a fraction of " + fraction,
          "at most " + constraint.getMaxFractionOfSequences(),
          REMEDY + "max_fraction_of_sequences in the schema");
      constraint.setMaxFractionOfSequences(-atMost(-fraction));
    }
    if (constraint.hasMinPerSequence()
        && constraint.getMinPerSequence() > token.getPerSequenceMinFrequency()) {
      revision.object(
          SEQUENCE_VALUE_TOO_FEW_OCCURRENCES,
          "Token too rare in a sequence",
          "token " + name + " only " + token.getPerSequenceMinFrequency() + " times in a sequence",
          "at least " + constraint.getMinPerSequence(),
          REMEDY + "min_per_sequence in the schema");
      constraint.setMinPerSequence((long) Math.floor(token.getPerSequenceMinFrequency()));
    }
    if (constraint.hasMaxPerSequence()
        && constraint.getMaxPerSequence() < token.getPerSequenceMaxFrequency()) {
      revision.object(
          SEQUENCE_VALUE_TOO_MANY_OCCURRENCES,
          "Token too frequent in a sequence",
          "token " + name + " up to " + token.getPerSequenceMaxFrequency() + " times in a sequence",
          "at most " + constraint.getMaxPerSequence(),
          REMEDY + "max_per_sequence in the schema");
      constraint.setMaxPerSequence((long) Math.ceil(token.getPerSequenceMaxFrequency()));
    }
  }

  /** The nearest number of single precision that is not above. */
  private static float atMost(double value) {
    float nearest = (float) value;
    return nearest > value ? Math.nextDown(nearest) : nearest;
  }
}
