package io.tributary.components.transform;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Numbers of a row that guide which of its terms come into a vocabulary. No value of theirs gets
 * into a feature.
 *
 * @param weight position of how much the row counts; empty if all count 1
 * @param label position of what the terms are to tell of; empty if they need not
 */
@SuppressWarnings("serial") // optional fields: engines that send it know how
record Guide(Optional<Integer> weight, Optional<Integer> label) implements Serializable {
  static final Guide NONE = new Guide(Optional.empty(), Optional.empty());

  List<Integer> positions() {
    return Stream.concat(weight.stream(), label.stream()).toList();
  }
}
