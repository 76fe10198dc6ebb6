"""Models of processing-container.json. Unknown keys are ignored, as by the Task API 1.0.0."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel


class BaseEnv(BaseModel):
    """Only text: numbers, true and null are refused."""

    name: str
    value: str


class TaskTemplateEnv(BaseEnv):
    choices: list[str] | None = None
    description: str | None = None


class ScaleRule(BaseModel):
    scale_factor: int
    type: Literal["limit", "request"]
    mode: Literal["sum", "max_file_size", "max_item_sum"]
    target_dir: str = ""
    target_glob: str = "*"
    target_regex: str = ".*"


class Resources(BaseModel):
    limits: dict[str, Any] | None = None
    requests: dict[str, Any] | None = None


class IOMount(BaseModel):
    name: str
    mounted_path: str
    description: str | None = None
    scale_rule: ScaleRule | None = None


class TaskTemplate(BaseModel):
    identifier: str
    description: str
    inputs: list[IOMount]
    outputs: list[IOMount]
    env: list[TaskTemplateEnv]
    command: list[str] | None = None
    resources: Resources | None = None
