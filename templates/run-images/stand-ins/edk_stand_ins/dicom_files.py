"""DICOM in a folder of any layout: what is there, by series, read once."""

from __future__ import annotations

import logging
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydicom import Dataset, dcmread
from pydicom.errors import InvalidDicomError

from .contract import Failed, is_uid

log = logging.getLogger("stand-in")

TAGS = [
    "SOPClassUID",
    "SOPInstanceUID",
    "Modality",
    "StudyInstanceUID",
    "SeriesInstanceUID",
    "SeriesDescription",
    "PatientID",
    "InstanceNumber",
    "TemporalPositionIdentifier",
    "AcquisitionNumber",
    "ImagePositionPatient",
    "ImageOrientationPatient",
    "PixelSpacing",
    "SamplesPerPixel",
    "NumberOfFrames",
    "Rows",
    "Columns",
]


@dataclass(frozen=True)
class Instance:
    """One DICOM file, without its pixels."""

    path: Path
    header: Dataset
    transfer_syntax: str

    @property
    def uid(self) -> str:
        return str(self.header.get("SOPInstanceUID", ""))

    @property
    def series_uid(self) -> str:
        return str(self.header.get("SeriesInstanceUID", ""))

    @property
    def study_uid(self) -> str:
        return str(self.header.get("StudyInstanceUID", ""))

    @property
    def modality(self) -> str:
        return str(self.header.get("Modality", ""))


@dataclass(frozen=True)
class Index:
    """The series of a folder by their UID, and what was left out with the reason."""

    series: dict[str, list[Instance]]
    left_out: dict[str, str] = field(default_factory=dict)

    def of_study(self, uid: str) -> dict[str, list[Instance]]:
        return {name: found for name, found in self.series.items() if found[0].study_uid == uid}


def index_folder(folder: Path) -> Index:
    """Reads the headers of every DICOM file below a folder; links to other folders are not followed."""
    series: dict[str, list[Instance]] = defaultdict(list)
    left_out: dict[str, str] = {}
    seen: set[str] = set()
    for path in files_below(folder):
        name = str(path.relative_to(folder))
        try:
            instance = read_header(path)
        except Failed as error:
            left_out[name] = str(error)
            continue
        if instance is None:
            continue
        if not is_uid(instance.series_uid) or not is_uid(instance.uid):
            left_out[name] = "has no valid SeriesInstanceUID and SOPInstanceUID"
        elif instance.uid in seen:
            left_out[name] = f"is a copy: another file has the SOPInstanceUID {instance.uid}"
        else:
            seen.add(instance.uid)
            series[instance.series_uid].append(instance)
    return Index(dict(sorted(series.items())), left_out)


def files_below(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(parent, name)
            if path.is_file():
                yield path


def read_header(path: Path) -> Instance | None:
    """The header of a file; None when it is not DICOM. Fails for one that claims to be."""
    try:
        with path.open("rb") as file:
            start = file.read(132)
        if start[128:] != b"DICM":
            if path.suffix.lower() == ".dcm":
                raise Failed("is not a DICOM file")
            return None
        header = dcmread(path, stop_before_pixels=True, specific_tags=TAGS)
        # Touched here, so that values that cannot be read are found now.
        return Instance(path, header, str(header.file_meta.get("TransferSyntaxUID", "")))
    except (InvalidDicomError, OSError, EOFError, ValueError, AttributeError, NotImplementedError) as error:
        raise Failed(f"cannot be read: {error}") from error


def dicom_in(folder: Path) -> list[Instance]:
    """The DICOM files below a folder of a run."""
    index = index_folder(folder)
    for name, reason in index.left_out.items():
        log.warning("%s %s", folder / name, reason)
    return [instance for found in index.series.values() for instance in found]


def read_whole(instance: Instance) -> Dataset:
    try:
        return dcmread(instance.path)
    except (InvalidDicomError, OSError, EOFError, ValueError) as error:
        raise Failed(f"{instance.path.name} cannot be read: {error}") from error


def referenced_series(dataset: Dataset) -> str | None:
    """The series that a SEG or RTSTRUCT was drawn on."""
    for sequence in ("ReferencedSeriesSequence",):
        for item in dataset.get(sequence, []):
            return str(item.SeriesInstanceUID)
    for frame in dataset.get("ReferencedFrameOfReferenceSequence", []):
        for study in frame.get("RTReferencedStudySequence", []):
            for item in study.get("RTReferencedSeriesSequence", []):
                return str(item.SeriesInstanceUID)
    return None


def copy_instances(instances: Iterable[Instance], folder: Path) -> None:
    """Puts instances into a folder as ``<SOPInstanceUID>.dcm``."""
    folder.mkdir(parents=True, exist_ok=True)
    for instance in instances:
        target = folder / f"{instance.uid}.dcm"
        target.unlink(missing_ok=True)
        target.write_bytes(instance.path.read_bytes())
