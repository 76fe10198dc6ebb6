"""An operator that calls a function of the DAG's own files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from airflow.models.dag import DAG
from airflow.operators.python import PythonOperator
from edk_airflow.places import place_of_call

from ..blueprints.kaapana_global_variables import AIRFLOW_WORKFLOW_DIR, BATCH_NAME
from .naming import WrittenNames, name_task


class KaapanaPythonBaseOperator(PythonOperator):
    """Named as containers are; 30 minutes, and its output is never removed before it starts."""

    def __init__(
        self,
        *,
        name: str,
        python_callable: Callable[..., Any],
        dag: DAG | None = None,
        task_id: str | None = None,
        parallel_id: str | None = None,
        keep_parallel_id: bool = True,
        input_operator: Any = None,
        operator_in_dir: str | None = None,
        operator_out_dir: str | None = None,
        ram_mem_mb: float = 500,
        ram_mem_mb_lmt: float | None = None,
        retry_delay: timedelta = timedelta(seconds=30),
        execution_timeout: timedelta | None = timedelta(minutes=30),
        delete_output_on_start: bool = True,
        manage_cache: str | None = "ignore",
        allow_federated_learning: bool = False,
        whitelist_federated_learning: Any = None,
        batch_name: str | None = None,
        airflow_workflow_dir: str | None = None,
        **kwargs: Any,
    ) -> None:
        naming = name_task(
            WrittenNames(name, task_id, parallel_id, keep_parallel_id, input_operator, operator_in_dir, operator_out_dir)
        )
        super().__init__(
            task_id=naming.task_id,
            dag=dag,
            python_callable=python_callable,
            retries=kwargs.pop("retries", 1),
            retry_delay=retry_delay,
            execution_timeout=execution_timeout,
            **kwargs,
        )
        self.edk_place = place_of_call(self)
        self.name = name
        self.parallel_id = naming.parallel_id
        self.input_operator = input_operator
        self.operator_in_dir = naming.operator_in_dir
        self.operator_out_dir = naming.operator_out_dir
        self.ram_mem_mb = ram_mem_mb
        self.memory_request_mb = ram_mem_mb
        self.memory_limit_mb = ram_mem_mb_lmt if ram_mem_mb_lmt is not None else ram_mem_mb + 100
        self.delete_output_on_start = delete_output_on_start
        self.manage_cache = manage_cache
        self.allow_federated_learning = allow_federated_learning
        self.whitelist_federated_learning = whitelist_federated_learning
        self.batch_name = batch_name or BATCH_NAME
        self.airflow_workflow_dir = airflow_workflow_dir or AIRFLOW_WORKFLOW_DIR
