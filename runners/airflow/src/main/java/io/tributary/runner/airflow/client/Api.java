package io.tributary.runner.airflow.client;

/** A version of Airflow's REST interface. */
public enum Api {
  /** That of Airflow 2; the client knows what 2.10 and 2.11 have. */
  V1("/api/v1"),

  /** That of Airflow 3. */
  V2("/api/v2");

  private final String prefix;

  Api(String prefix) {
    this.prefix = prefix;
  }

  /** Where its paths begin, below the address of the server: {@code /api/v2}. */
  public String prefix() {
    return prefix;
  }
}
