"""How tasks and their folders are called: the same for containers and Python operators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Naming:
    task_id: str
    parallel_id: str | None
    operator_in_dir: str | None
    operator_out_dir: str


@dataclass(frozen=True)
class WrittenNames:
    """What a DAG file says of an operator's names."""

    name: str
    task_id: str | None = None
    parallel_id: str | None = None
    keep_parallel_id: bool = True
    input_operator: Any = None
    operator_in_dir: str | None = None
    operator_out_dir: str | None = None


def name_task(written: WrittenNames) -> Naming:
    """Folders are called like their tasks. A parallel id is handed on from the operator that gives the input."""
    source = written.input_operator
    if source is not None and written.operator_in_dir is not None:
        raise NameError("Give either input_operator or operator_in_dir, not both.")
    parallel_id = written.parallel_id
    if parallel_id is None and source is not None and written.keep_parallel_id:
        parallel_id = source.parallel_id
    task_id = written.task_id or written.name
    if parallel_id is not None:
        task_id = f"{task_id}-{parallel_id.lower().replace(' ', '-')}"
    in_dir = written.operator_in_dir if source is None else source.operator_out_dir
    return Naming(task_id, parallel_id, in_dir, written.operator_out_dir or task_id)
