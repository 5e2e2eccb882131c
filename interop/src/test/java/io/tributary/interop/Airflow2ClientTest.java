package io.tributary.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runner.airflow.client.Api;
import io.tributary.runner.airflow.client.Asset;
import io.tributary.runner.airflow.client.BackfillRequest;
import io.tributary.runner.airflow.client.Operation;
import io.tributary.runner.airflow.client.TaskKey;
import io.tributary.runner.airflow.client.Variable;
import java.util.List;
import org.junit.jupiter.api.Test;

class Airflow2ClientTest extends AirflowClientContract {

  Airflow2ClientTest() {
    super(AirflowServer.Release.AIRFLOW2, Api.V1);
  }

  @Test
  void hasNoVersionsOfDags() {
    assertUnsupported(() -> client.dags().versions("client_small").toList());
    assertUnsupported(() -> client.dags().version("client_small", 1));
  }

  @Override
  void writesXComs(TaskKey task) {
    assertUnsupported(() -> client.xcoms().create(task, "own", 1));
    assertUnsupported(() -> client.xcoms().update(task, "own", 1));
    assertUnsupported(() -> client.xcoms().delete(task, "own"));
  }

  @Override
  void createsAVariableAgain(String key) {
    client.variables().create(Variable.of(key, "3"));
    assertThat(client.variables().get(key).value()).contains("3");
  }

  @Override
  void materializes(Asset asset) {
    assertUnsupported(() -> client.assets().materialize(asset));
  }

  @Override
  void backfills(BackfillRequest wanted) {
    assertUnsupported(() -> client.backfills().preview(wanted));
    assertUnsupported(() -> client.backfills().create(wanted));
    assertUnsupported(() -> client.backfills().list("client_daily").toList());
    assertUnsupported(() -> client.backfills().get(1));
    assertUnsupported(() -> client.backfills().pause(1));
    assertUnsupported(() -> client.backfills().unpause(1));
    assertUnsupported(() -> client.backfills().cancel(1));
  }

  @Override
  List<Operation> refused() {
    return List.of();
  }
}
