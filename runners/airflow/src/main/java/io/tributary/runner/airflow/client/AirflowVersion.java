package io.tributary.runner.airflow.client;

import java.util.Optional;

/** The release of a server, {@code 3.3.2}, and what it was built from. */
public record AirflowVersion(String version, Optional<String> gitVersion) {}
