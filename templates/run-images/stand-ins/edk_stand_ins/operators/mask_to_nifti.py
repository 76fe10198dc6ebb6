"""Mask2nifiti: the segments of a SEG or RTSTRUCT as one volume each.

SEG: ``<name>--<label id>--<label>.nii.gz`` with the label id as value, and one ``<name>-meta.json``.
RTSTRUCT: ``<name>_<n>--1--<label>.nii.gz`` with 1, each with its own ``-meta.json``.
"""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import Any

import SimpleITK as sitk

from ..contract import Failed, Task, each_series, log, text_list
from ..dicom_files import Index, Instance, dicom_in, index_folder, read_whole, referenced_series
from ..segments import Segment, file_label, read_segmentation, read_structures
from ..volumes import grid_difference, onto_grid, read_series, write_volume

ENDINGS = {"nii.gz": "nii.gz", "nii": "nii.gz", "nrrd": "nrrd"}


def run(task: Task) -> None:
    output_type = str(task.argument("output_type", task.argument("output_format", "nii.gz"))).lstrip(".")
    if output_type not in ENDINGS:
        raise Failed(f"output_type is {output_type!r}; the operator takes nii.gz and nrrd.")
    masks = Masks(task, ENDINGS[output_type])
    each_series(task, masks.convert)


class Masks:
    """Converts series by series; the input data is read only when an image is missing."""

    def __init__(self, task: Task, ending: str) -> None:
        self.task = task
        self.ending = ending
        self.wanted = [label.lower() for label in text_list(task.argument("seg_filter"))]

    @cached_property
    def data(self) -> Index:
        return index_folder(self.task.places.data) if self.task.places.data.is_dir() else Index({})

    def convert(self, source: Path, target: Path) -> None:
        instances = dicom_in(source)
        if not instances:
            raise Failed(f"{source.name} has no DICOM file.")
        for instance in instances:
            if instance.modality == "SEG":
                self.convert_seg(instance, source.parent, target)
            elif instance.modality == "RTSTRUCT":
                self.convert_rtstruct(instance, source.parent, target)
            else:
                raise Failed(f"{instance.modality} is neither SEG nor RTSTRUCT")

    def convert_seg(self, instance: Instance, series: Path, target: Path) -> None:
        segments, described = read_segmentation(instance.path)
        image = self.find_image(instance, series)
        for segment in self.chosen(segments):
            mask = fitted(segment, image)
            write_volume(mask, target / f"{instance.path.stem}--{segment.number}--{self.name_of(segment)}")
        target.mkdir(parents=True, exist_ok=True)
        write_json(target / f"{instance.path.stem}-meta.json", described)

    def convert_rtstruct(self, instance: Instance, series: Path, target: Path) -> None:
        if self.task.folder_argument("dicom_operator") is None:
            raise Failed("An RTSTRUCT needs the image that it was drawn on: dicom_operator.")
        image = self.find_image(instance, series)
        if image is None:
            raise Failed("The image that the RTSTRUCT was drawn on is not there.")
        for number, segment in enumerate(self.chosen(read_structures(read_whole(instance), image)), start=1):
            name = f"{instance.path.stem}_{number}"
            write_volume(segment.mask, target / f"{name}--1--{self.name_of(segment)}")
            write_json(target / f"{name}-meta.json", {"segmentAttributes": [[segment.attributes]]})

    def name_of(self, segment: Segment) -> str:
        return f"{file_label(segment.label)}.{self.ending}"

    def chosen(self, segments: list[Segment]) -> list[Segment]:
        found = [one for one in segments if not self.wanted or one.label.lower() in self.wanted]
        if not found:
            labels = ", ".join(segment.label for segment in segments) or "none"
            raise Failed(f"has no segment called {', '.join(self.wanted) or 'anything'}; it has {labels}")
        return found

    def find_image(self, instance: Instance, series: Path) -> sitk.Image | None:
        """The image that a mask was drawn on: of dicom_operator, else of the input data."""
        folder = self.task.folder_argument("dicom_operator")
        uid = referenced_series(read_whole(instance))
        beside = dicom_in(series / folder) if folder is not None and (series / folder).is_dir() else []
        instances = [one for one in beside if uid in (None, one.series_uid)] or self.data.series.get(uid or "", [])
        return read_series(instances) if instances else None


def fitted(segment: Segment, image: sitk.Image | None) -> sitk.Image:
    """The mask on the grid of its image, where that is known."""
    if segment.is_empty:
        log.warning("The segment %s is empty.", segment.label)
    if image is None:
        log.warning("The image of the segment %s is not there: its mask spans only the stored slices.", segment.label)
        return segment.mask
    difference = grid_difference(image, segment.mask)
    if difference is None:
        return segment.mask
    log.warning(
        "The mask of %s has %s. It was put onto the image's grid; the platform's operator leaves that to what follows.",
        segment.label,
        difference,
    )
    return onto_grid(segment.mask, image)


def write_json(file: Path, content: Any) -> None:
    file.write_text(json.dumps(content, indent=2), encoding="utf-8")
