/**
 * Pipelines on Apache Airflow: {@link io.tributary.runner.airflow.AirflowExporter} writes a DAG
 * file, whose tasks call {@code tributary node run}; {@link
 * io.tributary.runner.airflow.AirflowRunner} writes one for a run that it conducts.
 */
@NullMarked
package io.tributary.runner.airflow;

import org.jspecify.annotations.NullMarked;
