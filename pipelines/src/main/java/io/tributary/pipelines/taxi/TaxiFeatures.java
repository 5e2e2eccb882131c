package io.tributary.pipelines.taxi;

import static io.tributary.components.transform.VocabularyOption.topK;

import io.tributary.components.transform.Features;
import io.tributary.components.transform.Preprocessing;
import java.util.List;

/** From the columns of a trip to what a model learns from. */
public final class TaxiFeatures implements Preprocessing {
  private static final List<String> NUMBERS =
      List.of(
          "trip_miles",
          "fare",
          "trip_seconds",
          "trip_start_hour",
          "trip_start_day",
          "trip_start_month",
          "pickup_latitude",
          "pickup_longitude",
          "dropoff_latitude",
          "dropoff_longitude",
          "pickup_community_area",
          "dropoff_community_area");

  @Override
  public void define(Features f) {
    for (var name : NUMBERS) {
      f.output(name + "_z", f.number(name).zScore().fillMissing(0));
    }
    f.output("payment_type_id", f.text("payment_type").vocabulary(topK(20)));
    f.output("company_id", f.text("company").vocabulary(topK(20)));
    f.label("big_tip", f.number("tips").greaterThan(f.number("fare").times(0.2)));
  }
}
