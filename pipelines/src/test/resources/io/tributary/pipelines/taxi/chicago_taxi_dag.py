"""Tributary pipeline chicago-taxi, as a DAG for Airflow 2.10 or later, and Airflow 3.

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

DAG_ID = "chicago-taxi"
PROGRAM = os.environ.get("TRIBUTARY_PROGRAM", "/opt/tributary/tributary")
DIRECTORY = os.environ.get("TRIBUTARY_DIRECTORY", "/srv")
HOME = os.environ.get("TRIBUTARY_HOME", "/srv/tributary")
METADATA = os.environ.get("TRIBUTARY_METADATA", "")
ARGUMENTS = ["chicago-taxi"]
PARAMETERS = {
    "data": Param("/data/trips.csv", type="string"),
    "minAuc": Param(0.93, type="number"),
}


def run_id(context):
    """The run of Tributary: one for each run of Airflow, whichever of its tasks is retried or cleared."""
    run = context["run_id"]
    digest = hashlib.sha256(f"{DAG_ID}/{run}".encode()).hexdigest()[:16]
    return "airflow-" + re.sub("[^A-Za-z0-9._-]+", "-", run)[:70] + "-" + digest


def value(name, context):
    """A parameter of the run, as `--set` takes it."""
    given = context["params"][name]
    if given is None:
        return ""
    return str(given).lower() if isinstance(given, bool) else str(given)


class Node(BaseOperator):
    """Runs one node of the pipeline, without a shell. It starts when all above have ended: Tributary knows whether it is to run."""

    process = None

    def execute(self, context):
        command = [PROGRAM, "node", "run", *ARGUMENTS, "--run-id", run_id(context), "--node", self.task_id]
        command += ["--one-attempt", "--upstream-ended"]
        for name in PARAMETERS:
            command += ["--set", f"{name}={value(name, context)}"]
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
    description="Tributary pipeline chicago-taxi",
    schedule=CronTriggerTimetable("0 6 * * *", timezone="Europe/Berlin"),
    start_date=datetime(2020, 1, 1, 0, 0, 0, tzinfo=timezone.utc),
    catchup=False,
    max_active_runs=1,
    params=PARAMETERS,
    default_args={"owner": "tributary", "retries": 0},
    tags=["tributary"],
) as dag:
    failed_nodes = FailedNodes(task_id="_failed_nodes", trigger_rule="one_failed")
    # io.tributary.components.examplegen.CsvExampleGen
    node("CsvExampleGen")
    # io.tributary.components.statistics.StatisticsGen
    node("StatisticsGen", after=["CsvExampleGen"])
    # io.tributary.components.schema.SchemaGen
    node("SchemaGen", after=["StatisticsGen"])
    # io.tributary.components.validator.ExampleValidator
    node("ExampleValidator", after=["StatisticsGen", "SchemaGen"])
    # io.tributary.components.transform.Transform
    node("Transform", after=["CsvExampleGen", "SchemaGen"])
    # io.tributary.components.trainer.Trainer
    node("Trainer", after=["Transform"], pool="gpu")
    # io.tributary.components.resolver.LatestBlessedModel
    node("LatestBlessedModel", after=["Trainer"])
    # io.tributary.components.evaluator.Evaluator
    node("Evaluator", after=["CsvExampleGen", "Trainer", "LatestBlessedModel"])
    # io.tributary.components.infravalidator.InfraValidator
    node("InfraValidator", after=["Trainer", "CsvExampleGen"])
    # io.tributary.components.pusher.Pusher
    node("Pusher", after=["Trainer", "Evaluator", "InfraValidator"])
