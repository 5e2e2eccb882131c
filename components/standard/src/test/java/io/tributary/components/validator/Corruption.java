package io.tributary.components.validator;

import io.tributary.proto.tfmd.CommonStatistics;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.FeatureType;
import io.tributary.proto.tfmd.LifecycleStage;
import io.tributary.proto.tfmd.RankHistogram;
import io.tributary.proto.tfmd.Schema;
import io.tributary.proto.tfmd.StringStatistics;
import java.util.List;
import java.util.Random;

/** Changes statistics and schemas at random, so that they no longer agree. */
public final class Corruption {
  private static final List<String> TEXTS =
      List.of("Bitcoin", "7", "-3", "1.5", "nan", "inf", "true", "false", "", "Cash", "Straße");

  private final Random random;

  /** The same changes for the same state of the source of randomness. */
  public Corruption(Random random) {
    this.random = random;
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** Statistics in which about a third of the features are not as they were. */
  public DatasetFeatureStatistics of(DatasetFeatureStatistics statistics) {
    var corrupted = statistics.toBuilder().clearFeatures();
    for (var feature : statistics.getFeaturesList()) {
      var changed = feature.toBuilder();
      if (chance(0.35)) {
        for (int i = 0; i <= random.nextInt(3); i++) {
          change(changed, statistics.getNumExamples());
        }
      }
      if (!chance(0.03)) {
        corrupted.addFeatures(changed);
      }
    }
    return corrupted.build();
  }

  private void change(FeatureNameStatistics.Builder feature, long examples) {
    switch (random.nextInt(7)) {
      case 0 -> feature.getPathBuilder().clear().addStep("new." + random.nextInt(1_000_000_000));
      case 1 -> lose(common(feature), examples);
      case 2 -> repeat(common(feature));
      case 3 -> {
        if (feature.hasNumStats()) {
          feature.setType(
              feature.getType() == FeatureNameStatistics.Type.INT
                  ? FeatureNameStatistics.Type.FLOAT
                  : FeatureNameStatistics.Type.INT);
        } else {
          feature.setType(FeatureNameStatistics.Type.BYTES);
        }
      }
      case 4 -> {
        if (feature.hasNumStats()) {
          turnToTexts(feature);
        } else {
          feature.getStringStatsBuilder().setInvalidUtf8Count(random.nextInt(2));
        }
      }
      default -> changeValues(feature);
    }
  }

  private static CommonStatistics.Builder common(FeatureNameStatistics.Builder feature) {
    return feature.hasNumStats()
        ? feature.getNumStatsBuilder().getCommonStatsBuilder()
        : feature.getStringStatsBuilder().getCommonStatsBuilder();
  }

  private void lose(CommonStatistics.Builder common, long examples) {
    long present = chance(0.2) ? 0 : random.nextLong(examples + 1);
    common.setNumNonMissing(present).setNumMissing(examples - present);
  }

  private void repeat(CommonStatistics.Builder common) {
    long min = random.nextInt(3);
    long max = min + random.nextInt(3);
    common.setMinNumValues(min).setMaxNumValues(max).clearPresenceAndValencyStats();
    for (int level = 0; chance(0.4) && level < 3; level++) {
      common
          .addPresenceAndValencyStatsBuilder()
          .setMinNumValues(random.nextInt(2))
          .setMaxNumValues(1 + random.nextInt(2))
          .setNumNonMissing(common.getNumNonMissing())
          .setNumMissing(chance(0.2) ? 1 : 0);
    }
  }

  private void turnToTexts(FeatureNameStatistics.Builder feature) {
    var texts =
        StringStatistics.newBuilder().setCommonStats(feature.getNumStats().getCommonStats());
    feature.setType(FeatureNameStatistics.Type.STRING).setStringStats(texts);
    addTexts(feature.getStringStatsBuilder());
  }

  private void addTexts(StringStatistics.Builder texts) {
    var ranks = texts.getRankHistogramBuilder();
    for (int i = 0; i <= random.nextInt(3); i++) {
      var text = TEXTS.get(random.nextInt(TEXTS.size()));
      if (ranks.getBucketsList().stream().noneMatch(bucket -> bucket.getLabel().equals(text))) {
        ranks.addBuckets(
            RankHistogram.Bucket.newBuilder()
                .setLabel(text)
                .setSampleCount(1 + random.nextInt(500)));
      }
    }
    texts.setUnique(ranks.getBucketsCount());
  }

  private void changeValues(FeatureNameStatistics.Builder feature) {
    if (!feature.hasNumStats()) {
      addTexts(feature.getStringStatsBuilder());
      return;
    }
    var numbers = feature.getNumStatsBuilder();
    double by = Math.rint(random.nextGaussian() * 100);
    numbers.setMin(numbers.getMin() - Math.abs(by) + (chance(0.1) ? 0.5 : 0));
    numbers.setMax(chance(0.05) ? 1e300 : numbers.getMax() + Math.abs(by));
    if (chance(0.2) && numbers.getHistogramsCount() > 0) {
      numbers.getHistogramsBuilder(0).setNumNan(1);
    }
    if (chance(0.1)) {
      numbers.setMax(Double.POSITIVE_INFINITY);
    }
  }

  /** A schema that asks for other things, of about a third of the features. */
  public Schema of(Schema schema) {
    var changed = schema.toBuilder();
    for (var feature : changed.getFeatureBuilderList()) {
      if (chance(0.35)) {
        for (int i = 0; i <= random.nextInt(3); i++) {
          change(feature, schema);
        }
      }
    }
    if (chance(0.2)) {
      changed
          .getDatasetConstraintsBuilder()
          .setMinExamplesCount(random.nextInt(20_000))
          .setMaxExamplesCount(random.nextInt(20_000));
    }
    return changed.build();
  }

  private void change(Feature.Builder feature, Schema schema) {
    switch (random.nextInt(12)) {
      case 0 ->
          feature
              .getIntDomainBuilder()
              .setMin(random.nextInt(5) - 2)
              .setMax(10 + random.nextInt(20));
      case 1 ->
          feature
              .getFloatDomainBuilder()
              .setMin(random.nextInt(5) - 2)
              .setMax(10 + random.nextInt(20))
              .setDisallowNan(chance(0.5))
              .setDisallowInf(chance(0.5));
      case 2 -> {
        feature.getBoolDomainBuilder();
        if (feature.getType() == FeatureType.BYTES) {
          feature.getBoolDomainBuilder().setTrueValue("true").setFalseValue("false");
        }
      }
      case 3 -> feature.getPresenceBuilder().setMinFraction(random.nextInt(5) / 3.0);
      case 4 -> feature.getPresenceBuilder().setMinCount(random.nextInt(20_000));
      case 5 -> feature.getValueCountBuilder().setMin(random.nextInt(3)).setMax(random.nextInt(3));
      case 6 -> feature.getShapeBuilder().addDimBuilder().setSize(random.nextInt(3));
      case 7 ->
          feature
              .getUniqueConstraintsBuilder()
              .setMin(random.nextInt(8))
              .setMax(8 + random.nextInt(70));
      case 8 ->
          feature.setLifecycleStage(
              LifecycleStage.values()[random.nextInt(LifecycleStage.values().length)]);
      case 9 -> feature.setType(FeatureType.forNumber(1 + random.nextInt(4)));
      case 10 -> {
        if (chance(0.3)) {
          feature.clearType();
        } else {
          feature.getDistributionConstraintsBuilder().setMinDomainMass(random.nextDouble());
        }
      }
      default -> {
        if (schema.getStringDomainCount() > 0) {
          feature.setDomain(schema.getStringDomain(0).getName());
        } else {
          feature.getStringDomainBuilder().addValue("Cash").addValue("7");
        }
      }
    }
  }
}
