package io.tributary.runner.airflow.client;

import java.util.Optional;

/**
 * A setting that DAGs read. The value of one whose name looks like that of a secret comes as stars.
 *
 * @param isEncrypted on Airflow 3
 */
public record Variable(
    String key,
    Optional<String> value,
    Optional<String> description,
    Optional<Boolean> isEncrypted) {

  /** One to be stored. */
  public static Variable of(String key, String value) {
    return new Variable(key, Optional.of(value), Optional.empty(), Optional.empty());
  }

  /** With a description. */
  public Variable withDescription(String text) {
    return new Variable(key, value, Optional.of(text), isEncrypted);
  }
}
