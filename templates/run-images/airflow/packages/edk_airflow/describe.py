"""A DAG as JSON, in the shape of ``src/core/runs/dag/dagSchema.ts``."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from airflow.models.baseoperator import BaseOperator
from airflow.models.dag import DAG
from airflow.operators.branch import BranchMixIn
from airflow.operators.python import PythonOperator, ShortCircuitOperator
from kaapana.operators.builtin import BuiltIn
from kaapana.operators.KaapanaBaseOperator import KaapanaBaseOperator
from task_api_operators.KaapanaTaskOperator import KaapanaTaskOperator

from .places import DagFolder, Place

_DEEPEST = 20
_FORM_KEYS = ("ui_forms", "ui_visible")
# Kaapana 0.6.0: what an operator gets that says nothing, in MB.
_MEMORY_MB, _MEMORY_LIMIT_MB = 500, 600


def describe_dag(dag: DAG, folder: DagFolder) -> dict[str, object]:
    defaults: Mapping[str, Any] = dag.default_args or {}
    forms = defaults.get("ui_forms")
    return {
        "id": dag.dag_id,
        "file": folder.relative(dag.fileloc),
        "visible": defaults.get("ui_visible") is True,
        "tags": sorted(str(tag) for tag in dag.tags or ()),
        "forms": plain(forms) if isinstance(forms, Mapping) else {},
        "defaultArguments": {str(key): plain(value) for key, value in defaults.items() if key not in _FORM_KEYS},
        "maxActiveTasks": dag.max_active_tasks,
        "tasks": [describe_task(task) for task in dag.tasks],
    }


def describe_task(task: Any) -> dict[str, object]:
    """One task, mapped ones included, which only Airflow can run."""
    place: Place | None = getattr(task, "edk_place", None)
    optional = {
        "image": _text(getattr(task, "image", None)),
        "inDir": _text(getattr(task, "operator_in_dir", None)),
        "parallelId": _text(getattr(task, "parallel_id", None)),
        "cpuMillicores": getattr(task, "cpu_millicores", None),
        "gpuMemoryMb": getattr(task, "gpu_mem_mb", None),
        "timeoutSeconds": _seconds(getattr(task, "execution_timeout", None)),
        "launchApplicationChart": _text(getattr(task, "launch_application_chart", None)),
        "devServer": _text(getattr(task, "dev_server", None)),
        "taskApi": task.describe_task_api() if isinstance(task, KaapanaTaskOperator) else None,
        "file": place.file if place else None,
        "line": place.line if place else None,
    }
    return {
        "id": task.task_id,
        "operator": _class_of(task).__name__,
        "bases": _bases(_class_of(task)),
        "kind": _kind(task),
        "name": str(getattr(task, "name", None) or task.task_id),
        "outDir": str(getattr(task, "operator_out_dir", None) or task.task_id),
        "envVars": _texts(getattr(task, "env_vars", None)),
        "arguments": plain(task.own_arguments) if isinstance(task, BuiltIn) else {},
        "memoryMb": getattr(task, "memory_request_mb", _MEMORY_MB),
        "memoryLimitMb": getattr(task, "memory_limit_mb", _MEMORY_LIMIT_MB),
        "retries": int(task.retries or 0),
        "retryDelaySeconds": _seconds(task.retry_delay) or 0,
        "triggerRule": str(getattr(task.trigger_rule, "value", task.trigger_rule)),
        "deleteOutputOnStart": bool(getattr(task, "deletes_output", False)),
        "manageCache": getattr(task, "manage_cache", None) or "ignore",
        "labels": _texts(getattr(task, "labels", None)),
        "upstream": sorted(task.upstream_task_ids),
        "certain": True,
        **{key: value for key, value in optional.items() if value is not None},
    }


def plain(value: object, depth: int = _DEEPEST) -> Any:
    """What JSON can say of a value; operators stand as their output folders, anything else as Python's text of it."""
    if value is None or isinstance(value, (bool, str, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if depth > 0 and isinstance(value, Mapping):
        return {str(key): plain(item, depth - 1) for key, item in value.items()}
    if depth > 0 and isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value, key=str) if isinstance(value, (set, frozenset)) else value
        return [plain(item, depth - 1) for item in items]
    if isinstance(value, BaseOperator):
        return str(getattr(value, "operator_out_dir", None) or value.task_id)
    if isinstance(value, timedelta):
        return value.total_seconds()
    return str(value)[:1000]


def _class_of(task: Any) -> type:
    """Mapped tasks are made later; they know the class that they will be of."""
    mapped = getattr(task, "operator_class", None)
    return mapped if isinstance(mapped, type) else type(task)


def _bases(operator: type) -> list[str]:
    """Down to Airflow's own, without what only this package has."""
    own = ("BuiltIn", "BuiltInContainer", "BuiltInPython")
    bases = [base for base in operator.__mro__[1:] if issubclass(base, BaseOperator)]
    return [base.__name__ for base in bases if base.__name__ not in own]


def _kind(task: Any) -> str:
    if isinstance(task, BuiltIn):
        return "builtIn"
    if isinstance(task, KaapanaTaskOperator):
        return "taskApi"
    if isinstance(task, KaapanaBaseOperator):
        return "container"
    if isinstance(task, (BranchMixIn, ShortCircuitOperator)):
        return "branch"
    return "python" if isinstance(task, PythonOperator) else "other"


def _text(value: object) -> str | None:
    return None if value is None or value == "" or value is False else str(value)


def _texts(value: object) -> dict[str, str]:
    """A value None makes a variable without a value, which the container does not see."""
    if not isinstance(value, Mapping):
        return {}
    return {str(key): str(item) for key, item in value.items() if item is not None}


def _seconds(value: object) -> float | None:
    if isinstance(value, timedelta):
        return value.total_seconds()
    return float(value) if isinstance(value, (int, float)) and value > 0 else None
