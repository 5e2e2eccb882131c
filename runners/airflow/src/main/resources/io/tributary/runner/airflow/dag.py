"""Tributary pipeline @PIPELINE@, as a DAG for Airflow 2.10 or later, and Airflow 3.

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
@TIMETABLE@
@CONSTANTS@


@RUN_ID@

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
@DAG@
) as dag:
    failed_nodes = FailedNodes(task_id="_failed_nodes", trigger_rule="one_failed")
@TASKS@