package io.tributary.components.trainer;

import io.tributary.api.UserCode;

/** Says which algorithm a {@link Trainer} fits, with which hyper-parameters. */
public interface Training extends UserCode {

  /** The algorithm; called once per execution. Nothing is computed here. */
  Algorithm define();
}
