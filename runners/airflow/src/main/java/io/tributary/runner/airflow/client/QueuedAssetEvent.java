package io.tributary.runner.airflow.client;

import java.time.Instant;
import java.util.Optional;

/**
 * An event that a DAG waits with, until those of its other assets have come.
 *
 * @param assetId on Airflow 3
 * @param uri on Airflow 2
 */
public record QueuedAssetEvent(
    String dagId, Instant createdAt, Optional<Long> assetId, Optional<String> uri) {}
