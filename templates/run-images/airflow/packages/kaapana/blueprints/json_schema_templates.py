"""
Parts of forms. On the platform some ask its backend when the DAG is loaded; here they have no entries, which is said.
"""

from __future__ import annotations

from typing import Any

from edk_airflow.places import place_of_call
from edk_airflow.problems import note

Form = dict[str, Any]


def schema_upload_form(*args: Any, **kwargs: Any) -> Form:
    """A choice among uploaded files. On the platform the file is not loaded at all when the backend does not answer."""
    _say("schema_upload_form", "uploaded files")
    return _files_form("Uploaded files")


def schema_minio_form(*args: Any, **kwargs: Any) -> Form:
    """A choice among files and folders of MinIO."""
    _say("schema_minio_form", "files in MinIO")
    return _files_form("Files in MinIO")


def properties_dataset_form(*args: Any, **kwargs: Any) -> Form:
    """A choice among the project's datasets, which the platform fills when the form is shown."""
    return {
        "dataset_name": {"type": "string", "title": "Dataset name", "oneOf": [], "required": True},
        "dataset_limit": {"type": "integer", "title": "Limit dataset size"},
    }


def properties_external_federated_form(*args: Any, **kwargs: Any) -> Form:
    """What a federated workflow asks: rounds, the DAG of the sites, operators that take part."""
    return {
        "federated_total_rounds": {"type": "integer", "title": "Rounds", "default": 1, "required": True},
        "remote_dag_id": {"type": "string", "title": "Remote DAG", "required": True},
        "federated_operators": {"type": "array", "title": "Federated operators", "items": {"type": "string"}},
        "skip_operators": {"type": "array", "title": "Skipped operators", "items": {"type": "string"}},
        "aggregation_strategy": {"type": "string", "title": "Aggregation"},
    }


def get_all_projects() -> list[Form]:
    """The platform's projects; there are none here."""
    _say("get_all_projects", "projects")
    return []


def _files_form(title: str) -> Form:
    files = {"type": "array", "title": title, "items": {"type": "string", "oneOf": []}}
    return {"backend_form": {"type": "object", "properties": {"selectedFilesAndFolders": files}}}


def _say(function: str, what: str) -> None:
    message = f"{function} asks the platform for {what} when the file is loaded. Here the form has none."
    note(place_of_call(), message, "notSupported")
