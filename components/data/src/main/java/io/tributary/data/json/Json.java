package io.tributary.data.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;

/** The dialect: JSON as RFC 8259 has it, and NaN and infinities as Python writes them. */
final class Json {
  /** How deep objects and lists may lie in each other: no deeper do readers of Arrow files go. */
  static final int MOST_LEVELS = 64;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Lines.LONGEST)
                  .maxNameLength(1 << 16)
                  .maxNestingDepth(MOST_LEVELS)
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private Json() {}
}
