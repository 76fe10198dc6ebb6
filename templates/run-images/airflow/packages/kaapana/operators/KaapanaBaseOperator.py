"""An operator whose task is a pod of a processing container."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.models.baseoperator import BaseOperator
from airflow.models.dag import DAG
from edk_airflow.places import place_of_call

from ..blueprints.kaapana_global_variables import AIRFLOW_WORKFLOW_DIR, BATCH_NAME
from .naming import WrittenNames, name_task
from .resources import resources_of

_CACHE_MODES = ("ignore", "cache", "overwrite", "clear")
# Accepted by Kaapana 0.6.0, most of them without any effect.
_WITHOUT_EFFECT = (
    "cmds",
    "arguments",
    "image_pull_policy",
    "priority_class_name",
    "affinity",
    "node_selectors",
    "tolerations",
    "xcom_push",
    "config_file",
    "in_cluster",
    "cpu_millicores_lmt",
    "gpu_mem_mb_lmt",
    "delete_input_on_success",
    "kind",
    "get_logs",
    # Of the pod itself, which a run on this machine makes otherwise.
    "annotations",
    "configmaps",
    "hostnetwork",
    "image_pull_secrets",
    "ports",
    "secrets",
    "security_context",
    "service_account_name",
    "volume_mounts",
    "volumes",
)


class KaapanaBaseOperator(BaseOperator):
    """Arguments and defaults of Kaapana 0.6.0. ``default_args["retries"]`` is ignored by it, so it is no parameter."""

    def __init__(
        self,
        *,
        name: str,
        dag: DAG | None = None,
        image: str | None = None,
        task_id: str | None = None,
        parallel_id: str | None = None,
        keep_parallel_id: bool = True,
        input_operator: Any = None,
        operator_in_dir: str | None = None,
        operator_out_dir: str | None = None,
        env_vars: dict[str, str] | None = None,
        labels: dict[str, str] | None = None,
        ram_mem_mb: float = 500,
        ram_mem_mb_lmt: float | None = None,
        cpu_millicores: float | None = None,
        gpu_mem_mb: float | None = None,
        pod_resources: Any = None,
        retry_delay: timedelta = timedelta(seconds=30),
        execution_timeout: timedelta | None = timedelta(minutes=90),
        startup_timeout_seconds: int = 3600,
        delete_output_on_start: bool = True,
        manage_cache: str | None = "ignore",
        allow_federated_learning: bool = False,
        whitelist_federated_learning: Any = None,
        enable_proxy: bool = False,
        no_proxy: str | None = None,
        namespace: str | None = None,
        dev_server: str | None = None,
        launch_application_chart: str | None = None,
        display_name: str = "-",
        batch_name: str | None = None,
        airflow_workflow_dir: str | None = None,
        **kwargs: Any,
    ) -> None:
        for argument in _WITHOUT_EFFECT:
            kwargs.pop(argument, None)
        assert manage_cache is None or manage_cache in _CACHE_MODES, f"manage_cache must be one of {_CACHE_MODES}."
        if execution_timeout is None and dev_server is None:
            raise TypeError("execution_timeout cannot be None without dev_server.")
        naming = name_task(
            WrittenNames(name, task_id, parallel_id, keep_parallel_id, input_operator, operator_in_dir, operator_out_dir)
        )
        super().__init__(
            task_id=naming.task_id,
            dag=dag,
            retries=kwargs.pop("retries", 1),
            retry_delay=retry_delay,
            execution_timeout=execution_timeout,
            **kwargs,
        )
        resources = resources_of(ram_mem_mb, ram_mem_mb_lmt, cpu_millicores, pod_resources)
        self.edk_place = place_of_call(self)
        self.name = name
        self.image = image
        self.parallel_id = naming.parallel_id
        self.input_operator = input_operator
        self.operator_in_dir = naming.operator_in_dir
        self.operator_out_dir = naming.operator_out_dir
        self.env_vars = env_vars if env_vars is not None else {}
        self.labels = labels if labels is not None else {}
        self.ram_mem_mb = ram_mem_mb
        self.memory_request_mb = resources.memory_request_mb
        self.memory_limit_mb = resources.memory_limit_mb
        self.cpu_millicores = resources.cpu_millicores
        self.gpu_mem_mb = gpu_mem_mb
        self.manage_cache = manage_cache
        self.dev_server = dev_server
        self.launch_application_chart = launch_application_chart
        self.display_name = display_name
        self.namespace = namespace
        self.startup_timeout_seconds = startup_timeout_seconds
        self.delete_output_on_start = delete_output_on_start
        self.allow_federated_learning = allow_federated_learning
        self.whitelist_federated_learning = whitelist_federated_learning
        self.enable_proxy = enable_proxy
        self.no_proxy = no_proxy
        self.batch_name = batch_name or BATCH_NAME
        self.airflow_workflow_dir = airflow_workflow_dir or AIRFLOW_WORKFLOW_DIR

    @property
    def deletes_output(self) -> bool:
        """Not where somebody works in the folder, or sites exchange it."""
        kept = self.dev_server or self.launch_application_chart or self.allow_federated_learning
        return self.delete_output_on_start and not kept

    def execute(self, context: Any) -> None:
        raise NotImplementedError("Containers are run by edk, not here.")
