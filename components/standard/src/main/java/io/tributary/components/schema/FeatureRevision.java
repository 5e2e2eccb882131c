package io.tributary.components.schema;

import io.tributary.api.Explanation;
import io.tributary.proto.tfmd.AnomalyInfo;
import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.LifecycleStage;
import io.tributary.proto.tfmd.StringDomain;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A feature while rules look at it: what they object to, and the feature as it would have to be for
 * them not to object.
 */
final class FeatureRevision {
  private final String name;
  private final Feature.Builder feature;

  /** The schema's domain that the feature refers to by name. */
  private StringDomain.@Nullable Builder sharedDomain;

  private final List<Departure> departures = new ArrayList<>();

  FeatureRevision(String name, Feature feature, @Nullable StringDomain sharedDomain) {
    this.name = name;
    this.feature = feature.toBuilder();
    this.sharedDomain = sharedDomain == null ? null : sharedDomain.toBuilder();
  }

  String name() {
    return name;
  }

  Feature.Builder feature() {
    return feature;
  }

  StringDomain.@Nullable Builder sharedDomain() {
    return sharedDomain;
  }

  void dropDomain() {
    feature.clearDomainInfo();
    sharedDomain = null;
  }

  /** What was said of a string domain goes with it; last, since TFDV objects to it first. */
  void dropConstraintsWithoutDomain() {
    if (!feature.hasDomain() && !feature.hasStringDomain()) {
      feature.clearDistributionConstraints();
    }
  }

  void deprecate() {
    feature.setLifecycleStage(LifecycleStage.DEPRECATED);
  }

  boolean isDormant() {
    return SchemaEnvironments.isDormant(feature.build());
  }

  void object(AnomalyInfo.Type type, String summary, String value, String expected, String remedy) {
    departures.add(
        new Departure(
            type, summary, new Explanation("feature '" + name + "'", value, expected, remedy)));
  }

  List<Departure> departures() {
    return List.copyOf(departures);
  }
}
