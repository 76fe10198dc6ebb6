"""Masks of DICOM SEG and RTSTRUCT as volumes."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import SimpleITK as sitk
from PIL import Image, ImageDraw
from pydicom import Dataset

from .contract import Failed
from .volumes import read_volume

TIME_LIMIT = 120
"""Seconds for one DICOM SEG, as on the platform."""


@dataclass(frozen=True)
class Segment:
    label: str
    number: int
    """The value of the segment's voxels."""
    mask: sitk.Image
    attributes: dict[str, Any]
    """As dcmqi describes it."""

    @property
    def is_empty(self) -> bool:
        return not sitk.GetArrayViewFromImage(self.mask).any()


def run_dcmqi(command: Sequence[str]) -> None:
    """Runs one of dcmqi's programs; its own words say why it fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIME_LIMIT, check=False)
    except subprocess.TimeoutExpired as error:
        raise Failed(f"{command[0]} did not end within {TIME_LIMIT} s") from error
    if done.returncode != 0:
        said = [line for line in (done.stdout + done.stderr).splitlines() if "ERROR" in line.upper()]
        reason = said[-1].strip() if said else f"exit code {done.returncode}"
        raise Failed(f"{command[0]} failed: {reason}")


def read_segmentation(file: Path) -> tuple[list[Segment], dict[str, Any]]:
    """The segments of a DICOM SEG, on a grid that spans only the slices that it stores, and dcmqi's description."""
    with TemporaryDirectory() as folder:
        run_dcmqi(
            ["segimage2itkimage", "--inputDICOM", str(file), "--outputDirectory", folder, "-t", "nifti", "-p", "s"]
        )
        described = json.loads(Path(folder, "s-meta.json").read_text(encoding="utf-8"))
        segments = []
        for group, attributes in enumerate(described["segmentAttributes"], start=1):
            volume = read_volume(Path(folder, f"s-{group}.nii.gz"))
            segments += [_segment(volume, one) for one in attributes]
    return sorted(segments, key=lambda segment: segment.number), described


def _segment(volume: sitk.Image, attributes: dict[str, Any]) -> Segment:
    number = int(attributes["labelID"])
    label = str(attributes.get("SegmentLabel") or attributes.get("SegmentDescription") or f"segment {number}")
    return Segment(label, number, sitk.Cast(volume == number, sitk.sitkUInt8) * number, attributes)


def read_structures(dataset: Dataset, image: sitk.Image) -> list[Segment]:
    """The closed regions of an RTSTRUCT on the grid of its image; voxels have the value 1.

    Regions inside others of the same structure are holes (DICOM PS3.3 C.8.8.6.3).
    """
    names = {int(region.ROINumber): str(region.ROIName) for region in dataset.get("StructureSetROISequence", [])}
    segments = []
    for structure in dataset.get("ROIContourSequence", []):
        number = int(structure.ReferencedROINumber)
        label = names.get(number, f"structure {number}")
        mask = _fill(structure, image)
        colour = [int(value) for value in structure.get("ROIDisplayColor", [])]
        attributes: dict[str, Any] = {"labelID": 1, "SegmentLabel": label}
        if len(colour) == 3:
            attributes["recommendedDisplayRGBValue"] = colour
        segments.append(Segment(label, 1, mask, attributes))
    return segments


def _fill(structure: Dataset, image: sitk.Image) -> sitk.Image:
    columns, rows, slices = image.GetSize()
    filled = np.zeros((slices, rows, columns), dtype=np.uint8)
    for contour in structure.get("ContourSequence", []):
        if contour.get("ContourGeometricType") != "CLOSED_PLANAR":
            continue
        points = np.array(contour.ContourData, dtype=float).reshape(-1, 3)
        indices = np.array([image.TransformPhysicalPointToContinuousIndex(point) for point in points.tolist()])
        heights = indices[:, 2]
        if np.ptp(heights) > 0.5:
            raise Failed("has contours that do not lie in the slices of the image")
        index = round(float(heights.mean()))
        if 0 <= index < slices:
            filled[index] ^= _polygon(indices[:, :2], (columns, rows))
    mask = sitk.GetImageFromArray(filled)
    mask.CopyInformation(image)
    return mask


OVERSAMPLING = 4


def _polygon(points: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The pixels whose centres lie in a polygon. Drawn finer, as Pillow counts the pixels that an edge touches."""
    canvas = Image.new("1", (size[0] * OVERSAMPLING, size[1] * OVERSAMPLING))
    corners = (points + 0.5) * OVERSAMPLING - 0.5
    ImageDraw.Draw(canvas).polygon([(float(x), float(y)) for x, y in corners], fill=1)
    fine = np.array(canvas, dtype=np.uint8).reshape(size[1], OVERSAMPLING, size[0], OVERSAMPLING)
    return (fine.mean(axis=(1, 3)) > 0.5).astype(np.uint8)


def file_label(label: str) -> str:
    """A label in the name of a file: lower case, without blanks and commas, slashes as ``++``."""
    return label.lower().replace(" ", "").replace(",", "").replace("/", "++").replace("\0", "")
