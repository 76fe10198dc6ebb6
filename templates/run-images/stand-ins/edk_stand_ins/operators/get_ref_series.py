"""GetRefSeries: the image that a SEG or RTSTRUCT was drawn on, or the other series of a study."""

from __future__ import annotations

from pathlib import Path

from ..contract import Failed, Task, each_series, log, text_list
from ..dicom_files import Index, dicom_in, index_folder, read_whole, referenced_series
from .get_input import fetch


def run(task: Task) -> None:
    policy = task.argument("search_policy", "reference_uid")
    if policy not in ("reference_uid", "study_uid"):
        raise Failed(f"There is a stand-in for search_policy reference_uid and study_uid, but not for {policy!r}.")
    data = index_folder(task.places.data)
    find = by_reference if policy == "reference_uid" else by_study
    failures: list[str] = []

    def work(source: Path, target: Path) -> None:
        try:
            find(task, data, source, target)
        except Failed as error:
            failures.append(str(error))
            raise

    each_series(task, work)
    # On the platform one that is missing fails the task, not only its series.
    if failures:
        raise Failed(f"{len(failures)} without a reference: {failures[0]}")


def by_reference(task: Task, data: Index, source: Path, target: Path) -> None:
    """The files of the referenced series, directly in the output folder."""
    instances = dicom_in(source)
    if not instances:
        raise Failed(f"{source.name} has no DICOM file.")
    first = instances[0]
    if first.modality not in ("SEG", "RTSTRUCT"):
        raise Failed(f"{first.modality} has no reference; only SEG and RTSTRUCT have.")
    uid = referenced_series(read_whole(first))
    found = data.series.get(uid or "", [])
    if found:
        fetch(found, target, task.argument("data_type", "dicom"))
        log.info("%s: drawn on %s, %d files", source.parent.name, uid, len(found))
    elif task.argument("skip_empty_ref_dir", False):
        log.warning("%s: the series %s is not in the input data.", source.parent.name, uid)
    else:
        raise Failed(f"The series {uid} that it was drawn on is not in the input data.")


def by_study(task: Task, data: Index, source: Path, target: Path) -> None:
    """Every series of the study in a folder of its own, its UID."""
    instances = dicom_in(source)
    if not instances:
        raise Failed(f"{source.name} has no DICOM file.")
    modalities = {modality.lower() for modality in text_list(task.argument("modalities", []))}
    found = {
        uid: series
        for uid, series in data.of_study(instances[0].study_uid).items()
        if not modalities or series[0].modality.lower() in modalities
    }
    if not found and not task.argument("skip_empty_ref_dir", False):
        raise Failed(
            f"The study {instances[0].study_uid} has no series of {', '.join(sorted(modalities)) or 'any kind'}."
        )
    for uid, series in found.items():
        fetch(series, target / uid, task.argument("data_type", "dicom"))
