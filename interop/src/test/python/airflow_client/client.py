"""DAGs for the tests of the Airflow client, for Airflow 3 and 2."""

from datetime import datetime, timedelta

try:
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import Asset, dag, task
except ImportError:
    from airflow.datasets import Dataset as Asset
    from airflow.decorators import dag, task
    from airflow.operators.empty import EmptyOperator

FARES = Asset("file:///client/fares")
TRIPS = Asset("file:///client/trips")
SETTINGS = {"start_date": datetime(2026, 1, 1), "catchup": False}


@dag(schedule=None, params={"x": 1, "fail": False}, tags=["client", "small"], doc_md="Two tasks.", **SETTINGS)
def client_small():
    @task
    def a(params=None):
        print("a log line from a")
        return {"x": params["x"]}

    @task(retries=1, retry_delay=timedelta(0))
    def b(value, params=None):
        if params["fail"]:
            raise RuntimeError("failed on demand")
        return value["x"] * 2

    b(a())


@dag(schedule=None, tags=["client"], **SETTINGS)
def client_mapped():
    @task
    def double(x):
        print("doubling", x)
        return 2 * x

    double.expand(x=[1, 2, 3])


@dag(schedule="@daily", max_active_runs=2, **SETTINGS)
def client_daily():
    EmptyOperator(task_id="nothing")


@dag(schedule=None, **SETTINGS)
def client_many():
    EmptyOperator(task_id="nothing")


@dag(schedule=None, **SETTINGS)
def client_producer():
    @task(outlets=[FARES])
    def produce():
        pass

    produce()


@dag(schedule=[FARES], **SETTINGS)
def client_consumer():
    EmptyOperator(task_id="nothing")


@dag(schedule=[FARES, TRIPS], **SETTINGS)
def client_waiter():
    EmptyOperator(task_id="nothing")


client_small()
client_mapped()
client_daily()
client_many()
client_producer()
client_consumer()
client_waiter()
