"""Reads the run's conf.json. What needs a service of the platform says so."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, NoReturn


def load_workflow_config() -> dict[str, Any]:
    """The configuration of the run: data_form, workflow_form, project_form."""
    folder = os.environ["WORKFLOW_DIR"]
    return json.loads(Path(folder, "conf", "conf.json").read_text(encoding="utf-8"))


def get_minio_client(*args: Any, **kwargs: Any) -> NoReturn:
    _refuse("MinIO")


def get_opensearch_client(*args: Any, **kwargs: Any) -> NoReturn:
    _refuse("OpenSearch")


def get_project_user_access_token(*args: Any, **kwargs: Any) -> NoReturn:
    _refuse("sign-in")


def _refuse(service: str) -> NoReturn:
    raise RuntimeError(f"This task needs the platform's {service}, which runs on this machine do not have.")
