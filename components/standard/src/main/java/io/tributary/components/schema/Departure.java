package io.tributary.components.schema;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import io.tributary.proto.tfmd.AnomalyInfo;

/**
 * One way in which statistics depart from a schema.
 *
 * @param type TFDV's name for it
 * @param summary a few words that fit into a table
 * @param explanation where, what was found, what the schema expects, and what to do
 */
public record Departure(AnomalyInfo.Type type, String summary, Explanation explanation) {
  public Departure {
    requireNonNull(type, "type");
    requireNonNull(summary, "summary");
    requireNonNull(explanation, "explanation");
  }
}
