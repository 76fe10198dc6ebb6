"""Series as volumes: what keeps one from being a volume, reading, and grids.

Volumes are SimpleITK images: size (x, y, z), spacing and origin in mm, in DICOM's coordinates (LPS).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import SimpleITK as sitk
from pydicom.uid import UID

from .contract import Failed
from .dicom_files import Instance

IMAGE_ENDINGS = (".nii.gz", ".nii", ".nrrd")

POSITION_TOLERANCE = 1e-2
"""In mm: scanners round positions to about a thousandth."""

GRID_TOLERANCE = 1e-3
"""In mm: programs round directions and spacings differently."""

MASK_MODALITIES = ("SEG", "RTSTRUCT")


def volume_problem(instances: Sequence[Instance]) -> str | None:
    """Why a series is not one volume, in words for its user; None when it is."""
    try:
        return _volume_problem(instances)
    except (ValueError, TypeError, AttributeError, IndexError) as error:
        return f"has values that cannot be read: {error}"


def _volume_problem(instances: Sequence[Instance]) -> str | None:
    headers = [instance.header for instance in instances]
    without = sum(1 for header in headers if not header.get("Rows") or not header.get("Columns"))
    if without:
        return f"has no pixel data in {without} of {len(headers)} files"
    sizes = Counter((header.Columns, header.Rows) for header in headers)
    if len(sizes) > 1:
        return f"has slices of different sizes: {', '.join(f'{x} x {y}' for x, y in sorted(sizes))}"
    if any(int(header.get("SamplesPerPixel", 1)) != 1 for header in headers):
        return "has colours, but one value per voxel is expected"
    if any(int(header.get("NumberOfFrames", 1) or 1) > 1 for header in headers):
        return None if len(headers) == 1 else f"has {len(headers)} files with several frames each"
    if any(header.get("ImagePositionPatient") is None for header in headers):
        return "has slices without a position (ImagePositionPatient)"
    orientations = {tuple(round(float(value), 3) for value in header.ImageOrientationPatient) for header in headers}
    if len(orientations) > 1:
        return f"has slices of {len(orientations)} orientations, a localiser among them for example"
    return _position_problem(instances)


def _position_problem(instances: Sequence[Instance]) -> str | None:
    if len(instances) == 1:
        return "has only one slice"
    positions = np.sort([slice_position(instance) for instance in instances])
    distances = np.diff(positions)
    copies = int((distances < POSITION_TOLERANCE).sum())
    if copies:
        places = len(instances) - copies
        times = {str(instance.header.get("TemporalPositionIdentifier", "")) for instance in instances}
        acquisitions = {str(instance.header.get("AcquisitionNumber", "")) for instance in instances}
        if len(times) > 1 or (len(acquisitions) > 1 and len(instances) % places == 0):
            points = len(times) if len(times) > 1 else len(acquisitions)
            return f"is a 4D series: {points} points in time at {places} positions"
        return f"has duplicate slices: {len(instances)} slices at {places} positions"
    usual = float(np.median(distances))
    missing = int(np.round(distances / usual - 1).clip(min=0).sum())
    if missing:
        gap = int(np.argmax(distances))
        where = f"after {positions[gap]:.1f} mm"
        return f"has a gap: {missing} of {len(instances) + missing} slices are missing, the first {where}"
    return None


def slice_position(instance: Instance) -> float:
    """Where a slice lies along the normal of its plane, in mm."""
    row, column = np.array(instance.header.ImageOrientationPatient, dtype=float).reshape(2, 3)
    return float(np.dot(np.cross(row, column), np.array(instance.header.ImagePositionPatient, dtype=float)))


def read_series(instances: Sequence[Instance]) -> sitk.Image:
    """The volume of a series. Fails with the reason where it is none, or where its pixels cannot be decoded."""
    if not instances:
        raise Failed("has no slices")
    problem = volume_problem(instances)
    if problem is not None:
        raise Failed(problem)
    try:
        if len(instances) == 1:
            return sitk.ReadImage(str(instances[0].path))
        reader = sitk.ImageSeriesReader()
        reader.SetFileNames([str(one.path) for one in sorted(instances, key=slice_position)])
        return reader.Execute()
    except RuntimeError as error:
        raise Failed(_unreadable(instances[0], error)) from error


def _unreadable(instance: Instance, error: RuntimeError) -> str:
    syntax = UID(instance.transfer_syntax)
    reason = last_line(error)
    if not syntax.is_private and syntax.is_transfer_syntax and syntax.is_compressed:
        return f"is compressed with {syntax.name}, which cannot be decoded: {reason}"
    return f"has pixels that cannot be read: {reason}"


def last_line(error: Exception) -> str:
    """SimpleITK puts the place in its source first and the reason last."""
    lines = str(error).strip().splitlines()
    return lines[-1].strip() if lines else type(error).__name__


def read_volume(file: Path) -> sitk.Image:
    """A NIfTI or NRRD file of three dimensions; a fourth of length one is dropped."""
    try:
        image = sitk.ReadImage(str(file))
    except RuntimeError as error:
        raise Failed(f"{file.name} cannot be read: {last_line(error)}") from error
    if image.GetDimension() == 4 and image.GetSize()[3] == 1:
        image = image[:, :, :, 0]
    if image.GetDimension() != 3:
        size = " x ".join(str(length) for length in image.GetSize())
        raise Failed(f"{file.name} has {image.GetDimension()} dimensions ({size}); only volumes are supported")
    if image.GetNumberOfComponentsPerPixel() != 1:
        raise Failed(f"{file.name} has {image.GetNumberOfComponentsPerPixel()} values per voxel, but one is expected")
    return image


def volumes_in(folder: Path) -> list[Path]:
    """The NIfTI and NRRD files that lie directly in a folder."""
    return sorted(path for path in folder.iterdir() if path.is_file() and path.name.endswith(IMAGE_ENDINGS))


def stem(file: Path) -> str:
    """The name of a volume's file without its ending."""
    for ending in IMAGE_ENDINGS:
        if file.name.endswith(ending):
            return file.name[: -len(ending)]
    return file.stem


def write_volume(image: sitk.Image, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    sitk.WriteImage(image, str(file), useCompression=True)


def grid_difference(image: sitk.Image, other: sitk.Image) -> str | None:
    """How two grids differ, in words; None when voxels of one are voxels of the other."""
    if image.GetSize() != other.GetSize():
        return f"{_size(other)} voxels instead of {_size(image)}"
    # Compared by where the corners lie: origin, spacing and directions in one.
    size = np.array(image.GetSize()) - 1
    corners = [tuple(int(value) for value in size * (np.array(corner))) for corner in np.ndindex(2, 2, 2)]
    here = np.array([image.TransformIndexToPhysicalPoint(corner) for corner in corners])
    there = np.array([other.TransformIndexToPhysicalPoint(corner) for corner in corners])
    distance = float(np.linalg.norm(here - there, axis=1).max())
    return None if distance <= GRID_TOLERANCE * max(image.GetSize()) else f"corners up to {distance:.2f} mm apart"


def _size(image: sitk.Image) -> str:
    return " x ".join(str(length) for length in image.GetSize())


def onto_grid(mask: sitk.Image, reference: sitk.Image) -> sitk.Image:
    """A mask on the grid of an image; 0 where the mask does not reach."""
    return sitk.Resample(mask, reference, sitk.Transform(), sitk.sitkNearestNeighbor, 0, mask.GetPixelID())
