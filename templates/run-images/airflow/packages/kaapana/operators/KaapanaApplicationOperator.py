"""Launches a chart. Deprecated in Kaapana 0.6 for ``launch_application_chart`` of KaapanaBaseOperator."""

from __future__ import annotations

from typing import Any

from airflow.models.baseoperator import BaseOperator
from airflow.models.dag import DAG
from edk_airflow.places import place_of_call

from .naming import WrittenNames, name_task


class KaapanaApplicationOperator(BaseOperator):
    def __init__(
        self,
        *,
        chart_name: str,
        version: str,
        name: str = "helm-chart",
        dag: DAG | None = None,
        task_id: str | None = None,
        parallel_id: str | None = None,
        keep_parallel_id: bool = True,
        input_operator: Any = None,
        operator_in_dir: str | None = None,
        operator_out_dir: str | None = None,
        sets: dict[str, str] | None = None,
        release_name: str | None = None,
        **kwargs: Any,
    ) -> None:
        naming = name_task(
            WrittenNames(name, task_id, parallel_id, keep_parallel_id, input_operator, operator_in_dir, operator_out_dir)
        )
        super().__init__(task_id=naming.task_id, dag=dag, **kwargs)
        self.edk_place = place_of_call(self)
        self.name = name
        self.parallel_id = naming.parallel_id
        self.operator_in_dir = naming.operator_in_dir
        self.operator_out_dir = naming.operator_out_dir
        self.launch_application_chart = chart_name
        self.version = version
        self.sets = sets
        self.release_name = release_name

    def execute(self, context: Any) -> None:
        raise NotImplementedError("Only the platform launches applications.")
