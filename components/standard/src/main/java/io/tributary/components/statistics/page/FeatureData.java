package io.tributary.components.statistics.page;

import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.Histogram;
import io.tributary.proto.tfmd.Histogram.HistogramType;
import io.tributary.proto.tfmd.NumericStatistics;
import io.tributary.proto.tfmd.RankHistogram;
import io.tributary.proto.tfmd.StringStatistics;
import io.tributary.proto.tfmd.StringStatistics.FreqAndValue;
import io.tributary.proto.tfmd.WeightedCommonStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one dataset says of a feature, as the page's scripts read it. */
record FeatureData(FeatureNameStatistics feature) {
  /** A longer text is cut: no chart or table has room for it. */
  private static final int LONGEST_TEXT = 200;

  Map<String, Object> toMap() {
    var summary = FeatureSummary.of(feature);
    var common = FeatureSummary.common(feature);
    var data = new LinkedHashMap<String, Object>();
    data.put("type", summary.type().name());
    data.put("count", summary.count());
    data.put("missing", summary.missing());
    data.put("values", summary.values());
    data.put("minValues", common.getMinNumValues());
    data.put("maxValues", common.getMaxNumValues());
    data.put("avgValues", number(common.getAvgNumValues()));
    data.put("lengths", buckets(common.getNumValuesHistogram()));
    switch (feature.getStatsCase()) {
      case NUM_STATS -> putNumbers(summary, data);
      case STRING_STATS -> putTexts(data);
      case BYTES_STATS -> putBytes(data);
      case STRUCT_STATS, STATS_NOT_SET -> {}
    }
    putWeighted(common.getWeightedCommonStats(), common.hasWeightedCommonStats(), data);
    data.put("custom", custom());
    return data;
  }

  /** Figures that the message has no field for, as far as they are a number or a text. */
  private Map<String, Object> custom() {
    var custom = new LinkedHashMap<String, Object>();
    for (var statistic : feature.getCustomStatsList()) {
      switch (statistic.getValCase()) {
        case NUM -> custom.put(statistic.getName(), number(statistic.getNum()));
        case STR -> custom.put(statistic.getName(), shortened(statistic.getStr()));
        case HISTOGRAM, RANK_HISTOGRAM, ANY, VAL_NOT_SET -> {}
      }
    }
    return custom;
  }

  private void putNumbers(FeatureSummary summary, Map<String, Object> data) {
    var of = feature.getNumStats();
    data.put("mean", number(of.getMean()));
    data.put("std", number(of.getStdDev()));
    data.put("zeros", of.getNumZeros());
    data.put("min", number(of.getMin()));
    data.put("median", number(of.getMedian()));
    data.put("max", number(of.getMax()));
    data.put("nan", summary.numbers().map(FeatureSummary.Numbers::nan).orElse(0L));
    putHistograms(of.getHistogramsList(), data);
  }

  private void putTexts(Map<String, Object> data) {
    var of = feature.getStringStats();
    data.put("unique", of.getUnique());
    data.put("avgLength", number(of.getAvgLength()));
    data.put("invalid", of.getInvalidUtf8Count());
    data.put("top", top(of.getTopValuesList()));
    data.put("ranks", ranks(of.getRankHistogram()));
  }

  private void putBytes(Map<String, Object> data) {
    var of = feature.getBytesStats();
    data.put("unique", of.getUnique());
    data.put("avgLength", number(of.getAvgNumBytes()));
    data.put("minBytes", number(of.getMinNumBytes()));
    data.put("maxBytes", number(of.getMaxNumBytes()));
  }

  private void putWeighted(
      WeightedCommonStatistics common, boolean present, Map<String, Object> data) {
    if (!present) {
      return;
    }
    var weighted = new LinkedHashMap<String, Object>();
    weighted.put("count", number(common.getNumNonMissing()));
    weighted.put("missing", number(common.getNumMissing()));
    weighted.put("values", number(common.getTotNumValues()));
    weighted.put("avgValues", number(common.getAvgNumValues()));
    putWeighted(feature.getNumStats(), weighted);
    putWeighted(feature.getStringStats(), weighted);
    data.put("weighted", weighted);
  }

  private static void putWeighted(NumericStatistics numbers, Map<String, Object> data) {
    if (numbers.hasWeightedNumericStats()) {
      var of = numbers.getWeightedNumericStats();
      data.put("mean", number(of.getMean()));
      data.put("std", number(of.getStdDev()));
      data.put("median", number(of.getMedian()));
      putHistograms(of.getHistogramsList(), data);
    }
  }

  private static void putWeighted(StringStatistics texts, Map<String, Object> data) {
    if (texts.hasWeightedStringStats()) {
      data.put("top", top(texts.getWeightedStringStats().getTopValuesList()));
      data.put("ranks", ranks(texts.getWeightedStringStats().getRankHistogram()));
    }
  }

  private static void putHistograms(List<Histogram> histograms, Map<String, Object> data) {
    data.put("standard", List.of());
    data.put("quantiles", List.of());
    for (var histogram : histograms) {
      data.put(
          histogram.getType() == HistogramType.QUANTILES ? "quantiles" : "standard",
          buckets(histogram));
    }
  }

  private static List<List<Object>> buckets(Histogram histogram) {
    return histogram.getBucketsList().stream()
        .map(
            bucket ->
                List.of(
                    number(bucket.getLowValue()),
                    number(bucket.getHighValue()),
                    number(bucket.getSampleCount())))
        .toList();
  }

  private static List<List<Object>> top(List<FreqAndValue> values) {
    return values.stream()
        .map(value -> List.of(shortened(value.getValue()), number(value.getFrequency())))
        .toList();
  }

  private static List<Object> ranks(RankHistogram ranks) {
    return ranks.getBucketsList().stream().map(bucket -> number(bucket.getSampleCount())).toList();
  }

  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST_TEXT
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_TEXT)) + "…";
  }

  /** JSON knows no infinities and no NaN: they are texts. */
  static Object number(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    return value == Math.rint(value) && Math.abs(value) < 1L << 53
        ? (Object) (long) value
        : (Object) value;
  }

  /** As many digits as a single-precision number has. */
  private static Object number(float value) {
    return Float.isFinite(value) && value != Math.rint(value)
        ? (Object) value
        : number((double) value);
  }
}
