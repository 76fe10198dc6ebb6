"""Names of runs and releases, and what Python operators ask of their context."""

from __future__ import annotations

import os
import re
from datetime import datetime
from typing import Any

from .kaapana_global_variables import AIRFLOW_WORKFLOW_DIR


def generate_run_id(dag_id: str) -> str:
    """``<dag id>-<yymmddHHMMSSffffff>``."""
    return f"{dag_id}-{datetime.now():%y%m%d%H%M%S%f}"


def get_release_name(kwargs: dict[str, Any]) -> str:
    """Release of an application that a run launches: the last 42 characters of the run's id."""
    return f"kaapanaint-{kwargs['run_id'][-42:]}"


def cure_invalid_name(name: str, regex: str, max_length: int | None = None) -> str:
    """A name of lower-case letters, digits, dots and dashes, cut to its length. ``regex`` must match it then."""
    cured = re.sub(r"[^a-z0-9.-]", "-", name.lower())[:max_length].strip("-.")
    if re.fullmatch(regex, cured) is None:
        raise NameError(f"{name!r} cannot be made to match {regex!r}.")
    return cured


def get_operator_properties(airflow_workflow_dir: str = AIRFLOW_WORKFLOW_DIR, **kwargs: Any) -> tuple[Any, ...]:
    """Run id, the run's folder, the DAG run, and the tasks that come directly after the current one."""
    dag_run = kwargs["dag_run"]
    folder = os.path.join(airflow_workflow_dir, dag_run.run_id)
    return dag_run.run_id, folder, dag_run, list(kwargs["task"].downstream_list)
