package io.tributary.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runner.airflow.client.AirflowException.Reason;
import io.tributary.runner.airflow.client.Api;
import io.tributary.runner.airflow.client.Asset;
import io.tributary.runner.airflow.client.Backfill;
import io.tributary.runner.airflow.client.BackfillRequest;
import io.tributary.runner.airflow.client.DagRun;
import io.tributary.runner.airflow.client.DagVersion;
import io.tributary.runner.airflow.client.Operation;
import io.tributary.runner.airflow.client.RunFilter;
import io.tributary.runner.airflow.client.RunType;
import io.tributary.runner.airflow.client.TaskKey;
import io.tributary.runner.airflow.client.Variable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Airflow3ClientTest extends AirflowClientContract {

  Airflow3ClientTest() {
    super(AirflowServer.Release.AIRFLOW3, Api.V2);
  }

  @Test
  void showsTheVersionsOfADag() {
    var versions = client.dags().versions("client_small").toList();
    assertThat(versions).extracting(DagVersion::versionNumber).startsWith(1);
    assertThat(client.dags().version("client_small", 1)).isEqualTo(versions.get(0));
  }

  @Override
  void writesXComs(TaskKey task) {
    assertThat(client.xcoms().create(task, "own", List.of(1, "two")).key()).isEqualTo("own");
    assertThat(client.xcoms().get(task, "own").value()).contains(List.of(1, "two"));
    assertThat(failure(() -> client.xcoms().create(task, "own", 3)).reason())
        .isEqualTo(Reason.CONFLICT);
    client.xcoms().update(task, "own", Map.of("n", 4));
    assertThat(client.xcoms().get(task, "own").value()).contains(Map.of("n", 4));
    client.xcoms().delete(task, "own");
    assertThat(failure(() -> client.xcoms().get(task, "own")).reason()).isEqualTo(Reason.NOT_FOUND);
  }

  @Override
  void createsAVariableAgain(String key) {
    assertThat(failure(() -> client.variables().create(Variable.of(key, "3"))).reason())
        .isEqualTo(Reason.CONFLICT);
  }

  @Override
  void materializes(Asset asset) {
    var run = client.assets().materialize(asset);
    assertThat(run.dagId()).isEqualTo("client_producer");
    assertThat(run.runType()).isEqualTo(RunType.ASSET_MATERIALIZATION);
  }

  @Override
  void backfills(BackfillRequest wanted) throws Exception {
    assertThat(client.backfills().preview(wanted)).hasSize(3);
    var backfill = client.backfills().create(wanted);
    assertThat(client.backfills().list("client_daily").map(Backfill::id))
        .containsExactly(backfill.id());
    assertThat(client.backfills().pause(backfill.id()).isPaused()).isTrue();
    assertThat(client.backfills().unpause(backfill.id()).isPaused()).isFalse();
    await(() -> client.backfills().get(backfill.id()), found -> found.completedAt().isPresent());
    assertThat(
            client
                .runs()
                .list("client_daily", RunFilter.ALL.between(wanted.from(), wanted.to()))
                .filter(run -> run.runType().equals(RunType.BACKFILL))
                .map(DagRun::logicalDate))
        .hasSize(3);
    var other =
        client.backfills().create(wanted.withReprocess(BackfillRequest.Reprocess.COMPLETED));
    assertThat(client.backfills().cancel(other.id()).completedAt()).isPresent();
  }

  @Override
  List<Operation> refused() {
    return List.of(Operation.CREATE_TOKEN_WITHOUT_CREDENTIALS); // all are not administrators here
  }
}
