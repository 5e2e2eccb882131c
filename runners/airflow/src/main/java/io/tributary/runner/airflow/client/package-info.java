/**
 * A typed client of Airflow's REST interface, v1 (Airflow 2.10 and 2.11) and v2 (Airflow 3).
 * Starting point: {@link io.tributary.runner.airflow.client.AirflowClient#connect}.
 */
@NullMarked
package io.tributary.runner.airflow.client;

import org.jspecify.annotations.NullMarked;
