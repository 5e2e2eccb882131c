package io.tributary.runner.airflow;

import io.tributary.core.PipelineExport;
import io.tributary.core.PipelineExporter;

/**
 * Writes a pipeline as a DAG file of Airflow, for 2.10 and later, and 3. The file needs nothing but
 * Airflow; each of its tasks runs one node. Thread-safe.
 */
public final class AirflowExporter implements PipelineExporter {
  @Override
  public String name() {
    return "airflow";
  }

  @Override
  public String export(PipelineExport export) {
    return new DagFile(export).text();
  }
}
