"""What Airflow says about the DAG files of a folder: a line of JSON with import errors, warnings and the ids of the DAGs."""

import inspect
import json
import sys

try:
    from airflow.dag_processing.dagbag import DagBag
except ImportError:
    from airflow.models.dagbag import DagBag

options = {"include_examples": False} if "include_examples" in inspect.signature(DagBag.__init__).parameters else {}
bag = DagBag(sys.argv[1], **options)
print("DAGS " + json.dumps({"errors": bag.import_errors, "warnings": bag.captured_warnings, "dags": sorted(bag.dags)}))
