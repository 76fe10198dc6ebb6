"""What the platform says to a task, read from the environment when it is asked for."""

from __future__ import annotations

import os
from dataclasses import dataclass, field


def _variable(name: str) -> str | None:
    return field(default_factory=lambda: os.environ.get(name))


@dataclass(frozen=True)
class OperatorSettings:
    """Undefined ones are None: an operator without an input has no OPERATOR_IN_DIR."""

    run_id: str | None = _variable("RUN_ID")
    dag_id: str | None = _variable("DAG_ID")
    task_id: str | None = _variable("TASK_ID")
    workflow_dir: str | None = _variable("WORKFLOW_DIR")
    batch_name: str | None = _variable("BATCH_NAME")
    batches_input_dir: str | None = _variable("BATCHES_INPUT_DIR")
    operator_in_dir: str | None = _variable("OPERATOR_IN_DIR")
    operator_out_dir: str | None = _variable("OPERATOR_OUT_DIR")
