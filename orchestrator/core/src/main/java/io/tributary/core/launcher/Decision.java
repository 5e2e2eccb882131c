package io.tributary.core.launcher;

import io.tributary.api.ExecutionFailure;

/** What is to be done about a node. */
sealed interface Decision {

  /** Nothing: a condition does not hold, or a node above it did not succeed. */
  record Skip(String reason) implements Decision {}

  /** Nothing can be done: its inputs or its class are not there. */
  record Fail(ExecutionFailure failure) implements Decision {}

  /** What an earlier execution made stands for it. */
  record Reuse(Prepared prepared, History.Past past, String reason) implements Decision {}

  /** It is a resolver, to be asked. */
  record Resolve(Prepared prepared) implements Decision {}

  /** It has to run. */
  record Execute(Prepared prepared, String reason) implements Decision {}
}
