"""Itk2DcmSeg: masks as DICOM SEG, with the geometry and patient of the series that they belong to.

The description for dcmqi lies beside each mask and is used again if it is there.
"""

from __future__ import annotations

import colorsys
from pathlib import Path
from typing import Any

import SimpleITK as sitk

from ..contract import Failed, Task, each_series, folder_name, log
from ..dicom_files import dicom_in
from ..labels import Label, label_in_name, labels_of, read_json, write_json
from ..segments import run_dcmqi
from ..volumes import grid_difference, read_series, read_volume, stem, volumes_in

INPUT_TYPES = ("single_label_segs", "multi_label_seg")


def run(task: Task) -> None:
    masks = task.folder_argument("segmentation_operator")
    if masks is None:
        raise Failed("segmentation_operator is not set: there are no masks.")
    input_type = task.argument("input_type", "single_label_segs")
    if input_type not in INPUT_TYPES:
        raise Failed(f"input_type is {input_type!r}; the operator takes {' and '.join(INPUT_TYPES)}.")
    each_series(task, lambda source, target: convert(task, source, source.parent / masks, target))


def convert(task: Task, source: Path, masks: Path, target: Path) -> None:
    files = volumes_in(masks) if masks.is_dir() else []
    if not files:
        raise Failed(f"{masks.name} has no mask (*.nii, *.nii.gz, *.nrrd)")
    image = read_series(dicom_in(source))
    target.mkdir(parents=True, exist_ok=True)
    for file in files:
        mask = read_volume(file)
        require_grid(file, mask, image)
        labels = labels_for(task, masks, file, mask)
        out = target / f"{output_name(task, file)}.dcm"
        write_seg(task, source, file, (mask, labels), out)
        log.info("%s: %s", out.name, ", ".join(label.name for label in labels))
        if task.argument("input_type", "single_label_segs") == "multi_label_seg":
            return


def require_grid(file: Path, mask: sitk.Image, image: sitk.Image) -> None:
    difference = grid_difference(image, mask)
    if difference is not None:
        raise Failed(f"{file.name} is not on the grid of its series: {difference}. Resample it onto the series first")
    if not sitk.GetArrayViewFromImage(mask).any():
        raise Failed(f"{file.name} is empty: a DICOM SEG without a segment cannot be stored")


def labels_for(task: Task, masks: Path, file: Path, mask: sitk.Image) -> list[Label]:
    """The segments of a mask: as seg_info.json says, or one label with the operator's or the file's name."""
    values = sorted(int(value) for value in set(sitk.GetArrayViewFromImage(mask).ravel().tolist()) if value)
    if task.argument("input_type", "single_label_segs") == "multi_label_seg":
        info = masks / folder_name(task.argument("multi_label_seg_info_json", "seg_info.json"))
        if not info.is_file():
            raise Failed(f"{info.name} is missing: it names the labels of {file.name}")
        known = {label.number: label for label in labels_of(info)}
        unnamed = [value for value in values if value not in known]
        if unnamed:
            raise Failed(f"{info.name} has no label for the value {unnamed[0]} of {file.name}")
        return [known[value] for value in values]
    if len(values) > 1:
        raise Failed(f"{file.name} has the values {values}, but one label is expected")
    given = task.argument("single_label_seg_info", "from_file_name")
    named = label_in_name(file)
    from_name = named.name if named is not None else stem(file)
    return [Label(from_name if given == "from_file_name" else str(given), values[0])]


def output_name(task: Task, file: Path) -> str:
    if task.argument("input_type", "single_label_segs") == "multi_label_seg":
        return folder_name(str(task.argument("multi_label_seg_name", stem(file))).lower())
    return stem(file)


def write_seg(task: Task, source: Path, file: Path, content: tuple[sitk.Image, list[Label]], out: Path) -> None:
    mask, labels = content
    skip = bool(task.argument("skip_empty_slices", False))
    if not skip and has_empty_slices(mask):
        raise Failed(f"{file.name} has empty slices, and skip_empty_slices is not set")
    description = file.with_name(f"{stem(file)}.json")
    if description.is_file():
        log.warning("%s is there already and describes the segments.", description.name)
        read_json(description)
    else:
        write_json(description, describe(task, labels))
    run_dcmqi(
        [
            "itkimage2segimage",
            *("--inputImageList", str(file)),
            *("--inputDICOMDirectory", str(source)),
            *("--inputMetadata", str(description)),
            *("--outputDICOM", str(out)),
            *(("--skip", "1") if skip else ()),
        ]
    )


def has_empty_slices(mask: sitk.Image) -> bool:
    return not sitk.GetArrayViewFromImage(mask).any(axis=(1, 2)).all()


def describe(task: Task, labels: list[Label]) -> dict[str, Any]:
    """What dcmqi has to know of the segments."""
    algorithm = str(task.argument("alg_name", "edk"))
    kind = str(task.argument("alg_type", "AUTOMATIC"))
    return {
        "ContentCreatorName": str(task.argument("creator_name", "kaapana")),
        "SeriesDescription": str(task.argument("series_description", task.run_id)),
        "SeriesNumber": str(task.argument("series_number", "300")),
        "InstanceNumber": "1",
        "BodyPartExamined": str(task.argument("body_part", "")),
        "segmentAttributes": [[segment(index, label, algorithm, kind) for index, label in enumerate(labels)]],
    }


def segment(index: int, label: Label, algorithm: str, kind: str) -> dict[str, Any]:
    # The golden ratio keeps neighbouring colours apart.
    colour = [round(255 * part) for part in colorsys.hsv_to_rgb(index * 0.618 % 1, 0.8, 0.9)]
    return {
        "labelID": label.number,
        "SegmentDescription": label.name,
        "SegmentLabel": label.name,
        "SegmentAlgorithmType": kind.upper(),
        "SegmentAlgorithmName": algorithm,
        "SegmentedPropertyCategoryCodeSequence": code("123037004", "SCT", "Anatomical Structure"),
        "SegmentedPropertyTypeCodeSequence": code("113343008", "SCT", "Organ"),
        "recommendedDisplayRGBValue": colour,
    }


def code(value: str, scheme: str, meaning: str) -> dict[str, str]:
    return {"CodeValue": value, "CodingSchemeDesignator": scheme, "CodeMeaning": meaning}
