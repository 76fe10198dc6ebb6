"""Reads DAG folders with Airflow, and runs their Python tasks. Prints JSON of ``src/core/runs/dag/dagSchema.ts``."""
