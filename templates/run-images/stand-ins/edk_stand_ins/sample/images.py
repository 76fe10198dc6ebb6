"""CT and MR series from arrays of values."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydicom import Dataset
from pydicom.uid import CTImageStorage, MRImageStorage

from .identity import Study, fixed_uid, new_dataset
from .phantom import Grid


def ct_series(study: Study, grid: Grid, values: NDArray[np.int16], name: str = "ct") -> list[Dataset]:
    """One dataset per slice; values are Hounsfield units."""
    slices = []
    for index in range(grid.shape[0]):
        dataset = _slice(study, CTImageStorage, grid, (name, index))
        dataset.Modality = "CT"
        dataset.SeriesNumber = 1
        dataset.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
        dataset.KVP = "120"
        dataset.RescaleIntercept = "-1024"
        dataset.RescaleSlope = "1"
        dataset.RescaleType = "HU"
        dataset.WindowCenter, dataset.WindowWidth = "40", "400"
        _set_pixels(dataset, (values[index].astype(np.int32) + 1024).astype(np.uint16))
        slices.append(dataset)
    return slices


def mr_series(study: Study, grid: Grid, values: NDArray[np.int16], name: str = "mr") -> list[Dataset]:
    """One dataset per slice; values have no unit."""
    slices = []
    for index in range(grid.shape[0]):
        dataset = _slice(study, MRImageStorage, grid, (name, index))
        dataset.Modality = "MR"
        dataset.SeriesNumber = 2
        dataset.ImageType = ["ORIGINAL", "PRIMARY", "M", "ND"]
        dataset.ScanningSequence, dataset.SequenceVariant = "GR", "NONE"
        dataset.ScanOptions, dataset.MRAcquisitionType = "", "2D"
        dataset.EchoTime, dataset.RepetitionTime, dataset.FlipAngle = "4", "200", "70"
        dataset.EchoTrainLength, dataset.MagneticFieldStrength = 1, "1.5"
        _set_pixels(dataset, values[index].astype(np.uint16))
        slices.append(dataset)
    return slices


def write_series(slices: list[Dataset], folder: Path) -> None:
    """As ``<SOPInstanceUID>.dcm``."""
    folder.mkdir(parents=True, exist_ok=True)
    for dataset in slices:
        dataset.save_as(folder / f"{dataset.SOPInstanceUID}.dcm", enforce_file_format=True)


def _slice(study: Study, sop_class: str, grid: Grid, place: tuple[str, int]) -> Dataset:
    series, index = place
    dataset = new_dataset(study, sop_class, fixed_uid(study.uid, series, index))
    dataset.SeriesInstanceUID = study.series_uid(series)
    dataset.SeriesDescription = f"Sample {series}"
    dataset.InstanceNumber = index + 1
    dataset.AcquisitionNumber = 1
    dataset.ImagePositionPatient = [f"{value:.6g}" for value in grid.position(index)]
    dataset.ImageOrientationPatient = [f"{value:g}" for value in (*grid.row, *grid.column)]
    dataset.PixelSpacing = [f"{value:.6g}" for value in grid.spacing[1:]]
    dataset.SliceThickness = dataset.SpacingBetweenSlices = f"{grid.spacing[0]:g}"
    return dataset


def _set_pixels(dataset: Dataset, pixels: NDArray[np.uint16]) -> None:
    dataset.Rows, dataset.Columns = pixels.shape
    dataset.SamplesPerPixel = 1
    dataset.PhotometricInterpretation = "MONOCHROME2"
    dataset.BitsAllocated = 16
    dataset.BitsStored = 16
    dataset.HighBit = 15
    dataset.PixelRepresentation = 0
    dataset.PixelData = pixels.astype("<u2").tobytes()
    dataset["PixelData"].VR = "OW"
