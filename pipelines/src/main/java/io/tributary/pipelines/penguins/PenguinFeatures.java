package io.tributary.pipelines.penguins;

import io.tributary.components.transform.Features;
import io.tributary.components.transform.Preprocessing;
import java.util.List;

/** The measures of a penguin, and its species as a text: one of several classes. */
public final class PenguinFeatures implements Preprocessing {
  private static final List<String> MEASURES =
      List.of("culmen_length_mm", "culmen_depth_mm", "flipper_length_mm", "body_mass_g");

  @Override
  public void define(Features f) {
    for (var measure : MEASURES) {
      f.output(measure + "_z", f.number(measure).zScore().fillMissing(0));
    }
    f.label("species_name", f.integer("species").asText());
  }
}
