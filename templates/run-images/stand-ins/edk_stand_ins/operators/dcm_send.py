"""DcmSend: DICOM to the PACS. A folder plays it: ``<study>/<series>/<instance>.dcm``, each file checked as DICOM."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile

from pydicom import Dataset
from pydicom.uid import UID

from ..contract import Failed, Task, is_uid, log
from ..dicom_files import files_below, read_header, read_whole

REQUIRED = ("SOPClassUID", "SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID", "Modality")
PRESENT = ("PatientID", "PatientName", "StudyDate")


def run(task: Task) -> None:
    level = task.argument("level", "element")
    if level not in ("element", "batch"):
        raise Failed(f"level is {level!r}; the operator takes element and batch.")
    name = task.input_folder
    folders = [task.run / name] if level == "batch" else [series / name for series in task.series_folders()]
    sent = sum(send_folder(folder, task.places.pacs) for folder in folders if folder.is_dir())
    if sent == 0:
        raise Failed("No DICOM file was sent.")
    log.info("%d files sent.", sent)


def send_folder(folder: Path, pacs: Path) -> int:
    """How many files of a folder the PACS took."""
    sent = 0
    for file in files_below(folder):
        try:
            sent += send(file, pacs)
        except Failed as error:
            log.error("%s: %s", file.name, error)
    return sent


def send(file: Path, pacs: Path) -> int:
    instance = read_header(file)
    if instance is None:
        return 0
    dataset = read_whole(instance)
    problem = reason_to_refuse(dataset)
    if problem is not None:
        raise Failed(problem)
    target = pacs / instance.study_uid / instance.series_uid / f"{instance.uid}.dcm"
    target.parent.mkdir(parents=True, exist_ok=True)
    copyfile(file, target)
    return 1


def reason_to_refuse(dataset: Dataset) -> str | None:
    """Why a PACS could not store this; None for DICOM as it should be."""
    for name in REQUIRED:
        if not dataset.get(name):
            return f"{name} is missing"
    for name in PRESENT:
        if name not in dataset:
            return f"{name} is missing (it may be empty)"
    for name in REQUIRED[:4]:
        if not is_uid(str(dataset.get(name))):
            return f"{name} is not a valid UID: {dataset.get(name)}"
    meta = dataset.file_meta
    if meta.get("MediaStorageSOPInstanceUID") != dataset.SOPInstanceUID:
        return "the file's header names another SOPInstanceUID than the file"
    if meta.get("MediaStorageSOPClassUID") != dataset.SOPClassUID:
        return "the file's header names another SOPClassUID than the file"
    syntax = UID(str(meta.get("TransferSyntaxUID", "")))
    return None if syntax.is_transfer_syntax or syntax.is_private else f"{syntax} is not a transfer syntax"
