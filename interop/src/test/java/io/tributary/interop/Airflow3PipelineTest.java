package io.tributary.interop;

class Airflow3PipelineTest extends AirflowPipelineContract {
  Airflow3PipelineTest() {
    super(AirflowServer.Release.AIRFLOW3);
  }
}
