package io.tributary.runner.airflow.client;

import java.time.Instant;
import java.util.Optional;

/** A run that a back-fill would make. */
public record BackfillPreview(Optional<Instant> logicalDate) {}
