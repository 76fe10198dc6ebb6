"""A Python operator that chooses which of the tasks after it run."""

from __future__ import annotations

from airflow.operators.python import BranchPythonOperator

from .KaapanaPythonBaseOperator import KaapanaPythonBaseOperator


class KaapanaBranchPythonBaseOperator(KaapanaPythonBaseOperator, BranchPythonOperator):
    """The callable returns one task id, or a list of them."""
