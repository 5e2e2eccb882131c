package io.tributary.components.transform;

import io.tributary.api.UserCode;

/**
 * Describes how raw columns become features and a label.
 *
 * <pre>{@code
 * public final class TaxiFeatures implements Preprocessing {
 *   @Override public void define(Features f) {
 *     f.output("fare_z", f.number("fare").fillMissing(0).zScore());
 *     f.output("company_id", f.text("company").vocabulary(topK(1_000), oovBuckets(10)));
 *     f.label("big_tip", f.number("tips").greaterThan(f.number("fare").times(0.2)));
 *   }
 * }
 * }</pre>
 */
public interface Preprocessing extends UserCode {

  /**
   * Defines features and label. Describes only: nothing is read or computed here. Mistakes are
   * collected and reported together when this method has returned.
   */
  void define(Features f);
}
