package io.tributary.pipelines.fare;

import static io.tributary.components.transform.VocabularyOption.topK;

import io.tributary.components.transform.Features;
import io.tributary.components.transform.Preprocessing;
import java.util.List;

/** What is known of a trip when it ends but for its price, which is to be learned. */
public final class FareFeatures implements Preprocessing {
  private static final List<String> NUMBERS =
      List.of(
          "trip_miles",
          "trip_seconds",
          "pickup_latitude",
          "pickup_longitude",
          "dropoff_latitude",
          "dropoff_longitude");

  @Override
  public void define(Features f) {
    for (var name : NUMBERS) {
      var number = f.number(name);
      f.output(name + "_filled", number.fillMissing(number.mean()));
    }
    var hour = f.number("trip_start_hour").fillMissing(0);
    f.output("hour_sine", hour.sine(24));
    f.output("hour_cosine", hour.cosine(24));
    f.output("company_id", f.text("company").vocabulary(topK(20)));
    f.label("price", f.number("fare"));
  }
}
