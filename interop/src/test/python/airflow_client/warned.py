"""A DAG of which Airflow 2 says that its pool is not there, and Airflow 3 that it is another one each time."""

from datetime import datetime

try:
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG
except ImportError:
    from airflow import DAG
    from airflow.operators.empty import EmptyOperator

with DAG("client_warned", schedule=None, start_date=datetime(2026, 1, 1), params={"now": str(datetime.now())}):
    EmptyOperator(task_id="nothing", pool="nowhere")
