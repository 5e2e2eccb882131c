/**
 * Pipelines on Apache Airflow: {@link io.tributary.runner.airflow.AirflowExporter} writes a DAG
 * file, whose tasks call {@code tributary node run}.
 */
@NullMarked
package io.tributary.runner.airflow;

import org.jspecify.annotations.NullMarked;
