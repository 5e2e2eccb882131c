package io.tributary.components.tuner;

import io.tributary.components.hyperparameter.Setting;

/**
 * A trial that is to be made.
 *
 * @param share of the resource, above 0 to 1
 */
record Proposal(Setting setting, double share) {

  /** With all of the resource. */
  static Proposal whole(Setting setting) {
    return new Proposal(setting, 1);
  }
}
