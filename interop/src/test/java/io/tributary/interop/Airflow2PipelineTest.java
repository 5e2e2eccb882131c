package io.tributary.interop;

class Airflow2PipelineTest extends AirflowPipelineContract {
  Airflow2PipelineTest() {
    super(AirflowServer.Release.AIRFLOW2);
  }
}
