"""DcmConverter: a DICOM series as one NRRD or NIfTI volume, called after the series."""

from __future__ import annotations

from pathlib import Path

from ..contract import Failed, Task, each_series, log
from ..dicom_files import dicom_in
from ..volumes import read_series, write_volume


def run(task: Task) -> None:
    output_format = task.argument("output_format", "nrrd")
    # "nii" leaves the NRRD as well: only nii.gz is made from it.
    ending = "nii.gz" if output_format == "nii.gz" else "nrrd"
    if output_format not in ("nrrd", "nii", "nii.gz"):
        raise Failed(f"output_format is {output_format!r}; the operator takes nrrd, nii and nii.gz.")
    each_series(task, lambda source, target: convert(source, target, ending))


def convert(source: Path, target: Path, ending: str) -> None:
    """The platform's converter looks for ``*.*.dcm`` only, and does nothing without complaint where there is none."""
    instances = [instance for instance in dicom_in(source) if instance.path.match("*.*.dcm")]
    if not instances:
        log.warning("%s has no files called *.*.dcm; the platform converts no others.", source)
        return
    first = sorted(instances, key=lambda instance: instance.path.name)[0]
    series = [instance for instance in instances if instance.series_uid == first.series_uid]
    write_volume(read_series(series), target / f"{first.series_uid}.{ending}")
