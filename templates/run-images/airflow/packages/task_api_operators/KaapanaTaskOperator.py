"""An operator that runs a template of a processing container of the Task API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from airflow.models.baseoperator import BaseOperator
from edk_airflow.places import place_of_call
from pydantic import BaseModel
from task_api.processing_container.pc_models import BaseEnv


@dataclass(frozen=True)
class IOMapping:
    """Gives an output channel of an earlier task to an input channel of this one."""

    upstream_operator: "KaapanaTaskOperator"
    upstream_output_channel: str
    input_channel: str


class KaapanaTaskOperator(BaseOperator):
    """Arguments and defaults of Kaapana 0.6.0."""

    def __init__(
        self,
        *,
        task_id: str,
        image: str,
        taskTemplate: Any,
        env: list[Any] | None = None,
        command: list[str] | None = None,
        resources: Any = None,
        registryUrl: str | None = None,
        registryUsername: str | None = None,
        registryPassword: str | None = None,
        iochannel_maps: list[IOMapping] | None = None,
        startup_timeout_seconds: int = 3600,
        execution_timeout: timedelta = timedelta(minutes=90),
        retry_delay: timedelta = timedelta(seconds=10),
        labels: dict[str, str] | None = None,
        annotations: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(task_id=task_id, execution_timeout=execution_timeout, retry_delay=retry_delay, **kwargs)
        self.edk_place = place_of_call(self)
        self.image = image
        self.task_template = taskTemplate
        self.env = [one if isinstance(one, BaseEnv) else BaseEnv.model_validate(_plain(one)) for one in env or []]
        self.command = command
        self.resources = resources
        self.iochannel_maps = iochannel_maps or []
        self.startup_timeout_seconds = startup_timeout_seconds
        self.labels = labels or {}
        self.annotations = annotations or {}

    def describe_task_api(self) -> dict[str, object]:
        """The part ``taskApi`` of ``dagSchema.ts``."""
        optional = {"command": self.command, "resources": _plain(self.resources)}
        return {
            "taskTemplate": _plain(self.task_template),
            "env": [{"name": one.name, "value": one.value} for one in self.env],
            "channels": [
                {
                    "upstream": one.upstream_operator.task_id,
                    "upstreamChannel": one.upstream_output_channel,
                    "channel": one.input_channel,
                }
                for one in self.iochannel_maps
            ],
            **{key: value for key, value in optional.items() if value is not None},
        }

    def execute(self, context: Any) -> None:
        raise NotImplementedError("Containers are run by edk, not here.")


def _plain(value: Any) -> Any:
    return value.model_dump(mode="json", exclude_none=True) if isinstance(value, BaseModel) else value
