"""What the platform gives a task, and how a task answers.

Folders: ``<run>/<batch>/<series uid>/<operator folder>`` for a series, ``<run>/<operator folder>`` for the whole batch.
Exit codes: 0 done, 126 skipped, anything else failed.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

log = logging.getLogger("stand-in")

EXIT_FAILED = 1
EXIT_SKIPPED = 126


class Failed(Exception):
    """Why a task, or one series of it, cannot be done; said to people as it stands."""


class Skipped(Exception):
    """Why a task had nothing to do. What comes after it is skipped as well."""


@dataclass(frozen=True)
class Places:
    """What the machine mounts beside the run's own folder."""

    data: Path
    minio: Path
    pacs: Path


@dataclass(frozen=True)
class Task:
    """One task of a run, as the environment describes it."""

    run: Path
    batch: Path
    run_id: str
    out_dir: str
    in_dir: str | None = None
    workflow_name: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    conf: Mapping[str, Any] = field(default_factory=dict)
    places: Places = Places(Path("/edk/data"), Path("/edk/minio"), Path("/edk/pacs"))

    def argument(self, name: str, default: Any = None) -> Any:
        """An argument of the operator; the default where it has none or None."""
        value = self.arguments.get(name)
        return default if value is None else value

    def form(self, name: str, default: Any = None) -> Any:
        """A value of the form that started the run."""
        value = mapping(self.conf.get("workflow_form")).get(name)
        return default if value is None else value

    def folder_argument(self, name: str) -> str | None:
        """The folder of an operator that is given as an argument."""
        value = self.argument(name)
        return None if value is None else folder_name(value)

    @property
    def input_folder(self) -> str:
        if self.in_dir is None:
            raise Failed("The operator has neither input_operator nor operator_in_dir.")
        return self.in_dir

    @property
    def run_out(self) -> Path:
        """The folder for what belongs to the whole batch."""
        return self.run / self.out_dir

    def series_folders(self) -> list[Path]:
        if not self.batch.is_dir():
            return []
        return sorted(folder for folder in self.batch.iterdir() if folder.is_dir())


def read_task(environment: Mapping[str, str]) -> Task:
    """The task that the pod's environment describes."""
    run = Path(required(environment, "WORKFLOW_DIR"))
    in_dir = environment.get("OPERATOR_IN_DIR")
    return Task(
        run=run,
        batch=run / environment.get("BATCH_NAME", "batch"),
        run_id=environment.get("RUN_ID", run.name),
        out_dir=folder_name(required(environment, "OPERATOR_OUT_DIR")),
        in_dir=folder_name(in_dir) if in_dir else None,
        workflow_name=environment.get("WORKFLOW_NAME", ""),
        arguments=mapping(json.loads(environment.get("EDK_ARGUMENTS") or "{}")),
        conf=read_conf(run / "conf" / "conf.json"),
        places=Places(
            *(Path(environment.get(f"EDK_{name.upper()}", f"/edk/{name}")) for name in ("data", "minio", "pacs"))
        ),
    )


def required(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name)
    if not value:
        raise Failed(f"{name} is not set. The platform sets it for every task.")
    return value


def read_conf(file: Path) -> Mapping[str, Any]:
    """What the run was started with; nothing where the run has no such file."""
    return mapping(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}


def mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def text_list(value: object) -> list[str]:
    """A form's list, or the text of one with commas."""
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    return [text for part in parts if (text := str(part).strip())]


def folder_name(value: object) -> str:
    """The name of an operator's folder: one level, so that nothing outside the run is reached."""
    name = str(value)
    if name in ("", ".", "..") or "/" in name or "\0" in name:
        raise Failed(f"{name!r} is not the name of an operator's folder.")
    return name


def inside(folder: Path, path: str) -> Path:
    """A path below a folder. Fails if it leads out of it."""
    found = (folder / path).resolve()
    if not found.is_relative_to(folder.resolve()):
        raise Failed(f"{path} leads out of {folder}.")
    return found


def is_uid(text: str) -> bool:
    """Whether a text is a DICOM UID, and therefore a harmless name of a folder or file."""
    return re.fullmatch(r"[0-9]+(\.[0-9]+)*", text) is not None and len(text) <= 64


def each_series(task: Task, work: Callable[[Path, Path], None], input_folder: str | None = None) -> None:
    """Runs ``work(input, output)`` for every series that has the input folder, else once for the batch's own folder.

    A series that fails is named and the others go on. Fails when nothing was done.
    """
    name = input_folder or task.input_folder
    pairs = [(series / name, series / task.out_dir) for series in task.series_folders()]
    there = [pair for pair in pairs if pair[0].is_dir()]
    if not there and (task.run / name).is_dir():
        there = [(task.run / name, task.run_out)]
    if not there:
        raise Failed(f"There is nothing to do: no series has a folder {name}.")
    done = sum(tried(work, source, target) for source, target in there)
    if done == 0:
        raise Failed(f"None of {len(there)} could be done; see the reasons above.")
    log.info("%d of %d done.", done, len(there))


def tried(work: Callable[[Path, Path], None], source: Path, target: Path) -> bool:
    """Whether the work for one series succeeded; why it did not is logged."""
    name = source.parent.name
    try:
        work(source, target)
    except Failed as error:
        log.error("%s: %s", name, error)
        return False
    log.info("%s: done", name)
    return True


def environment_task() -> Task:
    return read_task(os.environ)
