"""Tributary pipeline awkward, as a DAG for Airflow 2.10 or later, and Airflow 3.

Written by Tributary: to change it, have it written again. Each task runs one node of the pipeline with `tributary node run`.
Airflow decides when a node runs, and runs it again where the pipeline says so; Tributary decides what is cached or skipped.
These variables of a worker's environment go before what is written here: TRIBUTARY_PROGRAM, TRIBUTARY_DIRECTORY,
TRIBUTARY_HOME, TRIBUTARY_METADATA.
"""

import hashlib
import os
import re
from datetime import datetime, timedelta, timezone

try:
    from airflow.sdk import DAG, BaseOperator, Param
except ImportError:
    from airflow.models.baseoperator import BaseOperator
    from airflow.models.dag import DAG
    from airflow.models.param import Param

try:
    from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
except ImportError:
    from airflow.exceptions import AirflowFailException, AirflowSkipException

try:
    from airflow.providers.standard.hooks.subprocess import SubprocessHook
except ImportError:
    from airflow.hooks.subprocess import SubprocessHook

try:
    from airflow.sdk import CronTriggerTimetable
except ImportError:
    from airflow.timetables.trigger import CronTriggerTimetable

DAG_ID = "awkward.dag"
PROGRAM = os.environ.get("TRIBUTARY_PROGRAM", "/opt/it's/tributary")
DIRECTORY = os.environ.get("TRIBUTARY_DIRECTORY", "/work")
HOME = os.environ.get("TRIBUTARY_HOME", "/home \"of\" all")
METADATA = os.environ.get("TRIBUTARY_METADATA", "grpc://metadata:8080")
ARGUMENTS = ["com.example.Awkward", "--jar", "/jars/a b.jar"]
PARAMETERS = {
    "text": Param("it's \"quoted\"\n\"\"\" '''\\ {{ run_id }} {% raw %} $(rm -rf ~) `id` @CONSTANTS@ \u202e é \U0001f600 %s {0}", type="string"),
    "times": Param(2, type="integer"),
    "share": Param(1.0E-5, type="number"),
    "limit": Param("Infinity", type="string"),
    "dry": Param(True, type="boolean"),
    "code": Param("UNAVAILABLE", type="string", enum=["INVALID_ARGUMENT", "INVALID_DATA", "NOT_FOUND", "PERMISSION_DENIED", "FAILED_PRECONDITION", "RESOURCE_EXHAUSTED", "UNAVAILABLE", "DEADLINE_EXCEEDED", "CANCELED", "ABORTED", "USER_CODE"]),
    "since": Param("2026-01-01T00:00:00Z", type="string", format="date-time"),
    "note": Param(None, type=["null", "string"]),
}


def run_id(context):
    """The run of Tributary: one for each run of Airflow, whichever of its tasks is retried or cleared."""
    run = context["run_id"]
    digest = hashlib.sha256(f"{DAG_ID}/{run}".encode()).hexdigest()[:16]
    return "airflow-" + re.sub("[^A-Za-z0-9._-]+", "-", run)[:70] + "-" + digest


def text(value):
    """A parameter as `--set` takes it."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


class Node(BaseOperator):
    """Runs one node of the pipeline, without a shell. It starts when all above have ended: Tributary knows whether it is to run."""

    process = None

    def execute(self, context):
        command = [PROGRAM, "node", "run", *ARGUMENTS, "--run-id", run_id(context), "--node", self.task_id]
        command += ["--one-attempt", "--upstream-ended"]
        for name in PARAMETERS:
            command += ["--set", f"{name}={text(context['params'][name])}"]
        environment = {**os.environ, "TRIBUTARY_CONDUCTED": "true", "TRIBUTARY_HOME": HOME, "TRIBUTARY_METADATA": METADATA}
        self.process = SubprocessHook()
        result = self.process.run_command(command, env=environment, cwd=DIRECTORY)
        if result.exit_code == 99:
            raise AirflowSkipException(result.output)
        if result.exit_code == 98:
            raise AirflowFailException(f"failed for good: {result.output}")
        if result.exit_code != 0:
            raise RuntimeError(f"tributary node run ended with {result.exit_code}: {result.output}")

    def on_kill(self):
        if self.process is not None:
            self.process.send_sigterm()


class FailedNodes(BaseOperator):
    """Lets the run of Airflow fail if a node has: what comes after that node may be skipped, or succeed."""

    def execute(self, context):
        raise AirflowFailException("a node failed: see the log of its task")


def node(node_id, after=(), **options):
    """A task for a node, below others."""
    task = Node(task_id=node_id, trigger_rule="all_done", **options)
    task.set_upstream([dag.get_task(above) for above in after])
    task.set_downstream(failed_nodes)


with DAG(
    dag_id=DAG_ID,
    description="Tributary pipeline awkward",
    schedule=CronTriggerTimetable("30 2 * * 1-5", timezone="Europe/Berlin"),
    start_date=datetime(2026, 1, 1, 0, 0, 0, tzinfo=timezone.utc),
    end_date=datetime(2026, 1, 1, 23, 59, 59, tzinfo=timezone.utc),
    catchup=True,
    max_active_runs=3,
    params=PARAMETERS,
    default_args={"owner": "tributary", "retries": 0},
    tags=["tributary"],
) as dag:
    failed_nodes = FailedNodes(task_id="_failed_nodes", trigger_rule="one_failed")
    # io.tributary.core.steps.Write
    node("Write")
    # io.tributary.core.steps.FirstLine, if its condition holds
    node("FirstLine", after=["Write"])
    # io.tributary.core.steps.Fail
    node("fragile", retries=3, retry_delay=timedelta(seconds=1.5), retry_exponential_backoff=True, execution_timeout=timedelta(seconds=720), pool="slow.ones")
    # io.tributary.core.steps.Repeat
    node("Repeat", after=["Write"])
    # io.tributary.core.steps.Report, at the end, whatever happened
    node("Report", after=["FirstLine", "fragile", "Repeat"])
