"""Series with one thing wrong each, as they come out of real archives."""

from __future__ import annotations

from collections.abc import Callable

from pydicom import Dataset
from pydicom.encaps import encapsulate
from pydicom.uid import HTJ2KLossless, RLELossless

from .identity import fixed_uid

Change = Callable[[list[Dataset]], list[Dataset]]


def mixed_orientations(slices: list[Dataset]) -> list[Dataset]:
    """Like a localiser that was stored in the series."""
    for dataset in slices[:3]:
        dataset.ImageOrientationPatient = ["1", "0", "0", "0", "0", "-1"]
    return slices


def duplicate_slices(slices: list[Dataset]) -> list[Dataset]:
    """Some slices came twice, with UIDs of their own."""
    for index in range(1, 4):
        slices[index].ImagePositionPatient = slices[0].ImagePositionPatient
    return slices


def missing_slices(slices: list[Dataset]) -> list[Dataset]:
    return slices[:10] + slices[13:]


def no_pixels(slices: list[Dataset]) -> list[Dataset]:
    for dataset in slices:
        for name in ("PixelData", "Rows", "Columns"):
            delattr(dataset, name)
    return slices


def four_dimensions(slices: list[Dataset]) -> list[Dataset]:
    """Two points in time of the same slices."""
    half = len(slices) // 2
    for index, dataset in enumerate(slices[: 2 * half]):
        dataset.TemporalPositionIdentifier = 1 + index // half
        dataset.ImagePositionPatient = slices[index % half].ImagePositionPatient
    return slices[: 2 * half]


def compressed(slices: list[Dataset]) -> list[Dataset]:
    """In a way that few can decode."""
    for dataset in slices:
        dataset.PixelData = encapsulate([b"\xff\x4f\xff\x51 no picture "])
        dataset["PixelData"].VR = "OB"
        dataset.file_meta.TransferSyntaxUID = HTJ2KLossless
    return slices


def run_length(slices: list[Dataset]) -> list[Dataset]:
    """Compressed without loss; this is not broken, and has to be read."""
    for dataset in slices:
        dataset.compress(RLELossless, generate_instance_uid=False)
    return slices


def one_slice(slices: list[Dataset]) -> list[Dataset]:
    return slices[:1]


CHANGES: dict[str, Change] = {
    "mixed-orientations": mixed_orientations,
    "duplicate-slices": duplicate_slices,
    "missing-slices": missing_slices,
    "no-pixels": no_pixels,
    "four-dimensions": four_dimensions,
    "compressed": compressed,
    "run-length": run_length,
    "one-slice": one_slice,
}


def renamed(slices: list[Dataset], series_uid: str) -> list[Dataset]:
    """The same slices as a series of their own."""
    for index, dataset in enumerate(slices):
        uid = fixed_uid(series_uid, index)
        dataset.SeriesInstanceUID = series_uid
        dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = uid
    return slices
