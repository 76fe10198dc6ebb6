"""Runs a Python task of a DAG with Airflow's context, in the folders of a run."""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Iterable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from airflow import settings
from airflow.exceptions import AirflowSkipException
from airflow.models.base import Base
from airflow.models.baseoperator import BaseOperator, ExecutorSafeguard
from airflow.models.connection import Connection
from airflow.models.dagrun import DagRun
from airflow.models.pool import Pool
from airflow.models.taskinstance import TaskInstance
from airflow.models.taskreschedule import TaskReschedule
from airflow.models.tasklog import LogTemplate
from airflow.models.variable import Variable
from airflow.models.xcom import BaseXCom
from airflow.operators.branch import BaseBranchOperator, BranchMixIn
from airflow.operators.python import PythonOperator, ShortCircuitOperator
from airflow.utils.context import Context
from airflow.utils.state import DagRunState
from airflow.utils.types import DagRunType

from .load_file import load_file
from .places import DagFolder

SKIPPED = 126
FAILED = 1


def run_task(folder: DagFolder, file: str, dag_id: str, task_id: str) -> int:
    """
    :param file: below the DAG folder.
    :return: exit status: 0, 126 for AirflowSkipException, 1 for any other failure, as the platform's containers do.
    """
    loaded = load_file(str(folder.path / file))
    dag = next((dag for dag in loaded.dags if dag.dag_id == dag_id), None)
    if dag is None:
        for problem in loaded.problems:
            print(f"{problem.file}:{problem.line or 1}: {problem.message}")
        print(f"{file} has no DAG {dag_id}.")
        return FAILED
    if not dag.has_task(task_id):
        print(f"The DAG {dag_id} has no task {task_id}.")
        return FAILED
    _make_tables()
    # Airflow refuses to execute operators outside of its own runner unless it is being tested.
    ExecutorSafeguard.test_mode = True
    task = dag.get_task(task_id).prepare_for_execution()
    try:
        choice = _perform(task, _context(task))
    except AirflowSkipException as skip:
        print(f"Skipped: {skip}")
        return SKIPPED
    except Exception:
        traceback.print_exc()
        return FAILED
    if choice is not None:
        print(f"EDK_BRANCH {json.dumps(choice)}")
    return 0


def _perform(task: BaseOperator, context: Context) -> list[str] | None:
    """Executes it; the task ids that a branch chooses. Airflow itself would write the choice into its database."""
    task.render_template_fields(context)
    task.pre_execute(context)
    if isinstance(task, ShortCircuitOperator):
        return sorted(task.downstream_task_ids) if PythonOperator.execute(task, context) else []
    if isinstance(task, BaseBranchOperator):
        return _ids(task.choose_branch(context))
    if isinstance(task, BranchMixIn):
        return _ids(PythonOperator.execute(task, context))
    task.post_execute(context, task.execute(context))
    return None


def _ids(choice: str | Iterable[str] | None) -> list[str]:
    if choice is None:
        return []
    return [choice] if isinstance(choice, str) else list(choice)


def _context(task: BaseOperator) -> Context:
    """What the callable is given: the names that Airflow documents for templates."""
    now = datetime.now(timezone.utc)
    run_id = os.environ["RUN_ID"]
    dag_run = DagRun(
        dag_id=task.dag_id,
        run_id=run_id,
        conf=_read_conf(run_id),
        execution_date=now,
        start_date=now,
        data_interval=(now, now),
        run_type=DagRunType.MANUAL,
        external_trigger=True,
        state=DagRunState.RUNNING,
    )
    dag_run.dag = task.dag
    instance = TaskInstance(task=task, run_id=run_id)
    instance.dag_run = dag_run
    return instance.get_template_context()


def _make_tables() -> None:
    """An empty database of this process: part of the context asks for earlier runs, of which there are none."""
    asked = (DagRun, LogTemplate, Pool, TaskInstance, TaskReschedule, Variable, Connection, BaseXCom)
    Path(os.environ["AIRFLOW_HOME"]).mkdir(parents=True, exist_ok=True)
    Base.metadata.create_all(settings.engine, tables=[model.__table__ for model in asked])


def _read_conf(run_id: str) -> Any:
    """conf.json where containers and Airflow have it."""
    workflow_folder = os.environ.get("WORKFLOW_DIR", f"/kaapana/mounted/data/{run_id}")
    return json.loads(Path(workflow_folder, "conf", "conf.json").read_text(encoding="utf-8"))
