package io.tributary.serving.embedded;

import io.tributary.proto.inference.ModelConfig;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A model as it is served now; replaced as a whole at every load.
 *
 * @param name of the model
 * @param config in force
 * @param versions by number, at least one
 */
record ServedModel(String name, ModelConfig config, NavigableMap<Long, ServedVersion> versions) {
  ServedModel {
    versions = Collections.unmodifiableNavigableMap(new TreeMap<>(versions));
  }
}
