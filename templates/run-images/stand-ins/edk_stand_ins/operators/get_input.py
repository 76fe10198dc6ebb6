"""GetInput: the series that a run was started with, as DICOM or as their metadata."""

from __future__ import annotations

import json
from pathlib import Path

from ..contract import Failed, Task, is_uid, log, mapping, text_list
from ..dicom_files import Instance, copy_instances, index_folder
from ..metadata import metadata_of


def run(task: Task) -> None:
    wanted = text_list(mapping(task.conf.get("data_form")).get("identifiers"))
    if not wanted:
        raise Failed("The run names no series: data_form.identifiers in conf.json is empty.")
    index = index_folder(task.places.data)
    found = {uid: index.series[uid] for uid in wanted if uid in index.series}
    if not found:
        raise Failed(f"None of the {len(wanted)} series is in the input data ({len(index.series)} series).")
    for uid in wanted:
        if uid not in found:
            log.error("%s: not in the input data", uid if is_uid(uid) else repr(uid))
    if task.argument("check_modality", False):
        check_modalities(found, text_list(task.form("input")))
    for uid, instances in found.items():
        fetch(instances, task.batch / uid / task.out_dir, task.argument("data_type", "dicom"))
        log.info("%s: %d files, %s", uid, len(instances), instances[0].modality)


def check_modalities(found: dict[str, list[Instance]], allowed: list[str]) -> None:
    accepted = {modality.lower() for modality in allowed}
    for uid, instances in found.items():
        if instances[0].modality.lower() not in accepted:
            raise Failed(f"{uid} is {instances[0].modality}, but the workflow takes {', '.join(allowed) or 'nothing'}.")


def fetch(instances: list[Instance], folder: Path, data_type: str) -> None:
    """Puts a series into a folder: ``dicom``, ``json`` or ``all``."""
    if data_type not in ("dicom", "json", "all"):
        raise Failed(f"data_type is {data_type!r}; the operator takes dicom, json and all.")
    if data_type in ("dicom", "all"):
        copy_instances(instances, folder)
    if data_type in ("json", "all"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "metadata.json").write_text(json.dumps(metadata_of(instances[0]), indent=2), encoding="utf-8")
