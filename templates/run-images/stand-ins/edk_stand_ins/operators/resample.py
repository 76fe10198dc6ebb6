"""Resample: volumes on the grid of another operator's image, where their sizes differ."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile

import SimpleITK as sitk

from ..contract import Failed, Task, each_series, log
from ..volumes import read_volume, volumes_in, write_volume

INTERPOLATORS = {0: sitk.sitkNearestNeighbor, 1: sitk.sitkLinear, 3: sitk.sitkBSpline}


def run(task: Task) -> None:
    images = task.folder_argument("original_img_operator")
    if images is None:
        raise Failed("original_img_operator is not set: there is no grid to resample to.")
    interpolator = INTERPOLATORS.get(int(task.argument("interpolator", 0)), sitk.sitkNearestNeighbor)
    each_series(task, lambda source, target: resample(source, target, source.parent / images, interpolator))


def resample(source: Path, target: Path, images: Path, interpolator: int) -> None:
    found = volumes_in(images) if images.is_dir() else []
    if not found:
        raise Failed(f"{images.name} has no NIfTI or NRRD file.")
    reference = read_volume(found[0])
    target.mkdir(parents=True, exist_ok=True)
    for file in volumes_in(source):
        volume = read_volume(file)
        if volume.GetSize() == reference.GetSize():
            copyfile(file, target / file.name)
            continue
        fitted = sitk.Resample(volume, reference, sitk.Transform(), interpolator, 0, volume.GetPixelID())
        write_volume(fitted, target / file.name)
        log.info("%s: from %s to %s voxels", file.name, volume.GetSize(), reference.GetSize())
