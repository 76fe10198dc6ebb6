"""LocalDcm2Json: the metadata of a series as ``<series>.json``."""

from __future__ import annotations

import json
from pathlib import Path

from ..contract import Failed, Task, each_series
from ..dicom_files import dicom_in
from ..metadata import metadata_of


def run(task: Task) -> None:
    each_series(task, convert)


def convert(source: Path, target: Path) -> None:
    instances = dicom_in(source)
    if not instances:
        raise Failed(f"{source.name} has no DICOM file")
    target.mkdir(parents=True, exist_ok=True)
    file = target / f"{instances[0].series_uid}.json"
    file.write_text(json.dumps(metadata_of(instances[0]), indent=2), encoding="utf-8")
