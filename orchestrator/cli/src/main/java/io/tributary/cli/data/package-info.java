/**
 * Commands about data, with and without a pipeline: ingest, statistics, schema, anomalies,
 * differences.
 */
@NullMarked
package io.tributary.cli.data;

import org.jspecify.annotations.NullMarked;
