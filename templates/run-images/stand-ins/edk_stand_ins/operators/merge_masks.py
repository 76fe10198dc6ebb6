"""MergeMasks: all masks of a series in one file (combine), or some of them as one label (fuse)."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile

import numpy as np
import SimpleITK as sitk

from ..contract import Failed, Skipped, Task, each_series, log, text_list
from ..labels import Label, info_files, label_in_name, labels_of, read_json, seg_info, write_json
from ..segments import file_label
from ..volumes import read_volume, volumes_in, write_volume


def run(task: Task) -> None:
    mode = task.argument("mode", "combine")
    if mode == "combine":
        each_series(task, combine)
    elif mode == "fuse":
        fuse_all(task)
    else:
        raise Failed(f"mode is {mode!r}; the operator takes combine and fuse.")


def combine(source: Path, target: Path) -> None:
    """Voxels of value 1 count; where masks overlap, the first one keeps the voxel."""
    known = {label.name.lower(): label for file in require_info(source) for label in labels_of(file)}
    together: sitk.Image | None = None
    values = np.zeros(0, dtype=np.uint16)
    labels: list[Label] = []
    left_over: list[str] = []
    for file in volumes_in(source):
        named = label_in_name(file)
        if named is None:
            left_over.append(file.name)
            continue
        label = known.get(named.name.lower(), named)
        mask = read_volume(file)
        if together is None:
            together, values = mask, np.zeros(mask.GetSize()[::-1], dtype=np.uint16)
        elif mask.GetSize() != together.GetSize():
            raise Failed(f"{file.name} has {mask.GetSize()} voxels, others have {together.GetSize()}")
        add(values, sitk.GetArrayFromImage(mask) == 1, label, file.name)
        labels.append(label)
    if together is None:
        raise Failed("has no mask whose name says its label, such as 1liver.nii.gz")
    merged = sitk.GetImageFromArray(values)
    merged.CopyInformation(together)
    write_volume(merged, target / "combined_masks.nii.gz")
    write_json(target / "seg_info.json", seg_info(labels))
    if left_over:
        (target / "left_over_niftis.txt").write_text("\n".join(left_over) + "\n", encoding="utf-8")


def add(values: np.ndarray, voxels: np.ndarray, label: Label, name: str) -> None:
    if not voxels.any():
        log.warning("%s has no voxel of value 1; no others count.", name)
    overlap = int((voxels & (values > 0)).sum())
    if overlap:
        log.warning("%s: %d voxels belong to another mask already and are dropped.", name, overlap)
    values[voxels & (values == 0)] = label.number


def require_info(folder: Path) -> list[Path]:
    files = info_files(folder)
    if not files:
        raise Failed("has neither *seg_info*.json nor *-meta.json")
    return files


def fuse_all(task: Task) -> None:
    wanted = [label.lower() for label in text_list(task.form("fuse_labels"))]
    name = str(task.form("fused_label_name", "")).strip()
    each_series(task, lambda source, target: fuse(source, target, wanted, name))
    if not wanted or not name:
        raise Skipped("The form names no labels to fuse (fuse_labels, fused_label_name); the masks were copied.")


def fuse(source: Path, target: Path, wanted: list[str], name: str) -> None:
    files = volumes_in(source)
    chosen = [file for file in files if name and is_one_of(file, wanted)]
    target.mkdir(parents=True, exist_ok=True)
    for file in [*files, *info_files(source)]:
        if file not in chosen:
            copyfile(file, target / file.name)
    if not chosen:
        return
    first = label_in_name(chosen[0])
    number = 1 if first is None else first.number
    together = read_volume(chosen[0])
    values = np.zeros(together.GetSize()[::-1], dtype=np.uint8)
    for file in chosen:
        mask = read_volume(file)
        if mask.GetSize() != together.GetSize():
            raise Failed(f"{file.name} has {mask.GetSize()} voxels, others have {together.GetSize()}")
        values[sitk.GetArrayViewFromImage(mask) > 0] = number
    fused = sitk.GetImageFromArray(values)
    fused.CopyInformation(together)
    write_volume(fused, target / f"{prefix(chosen[0])}--{number}--{file_label(name)}.nii.gz")
    for file in info_files(target):
        rename(file, wanted, Label(name, number))


def is_one_of(file: Path, wanted: list[str]) -> bool:
    label = label_in_name(file)
    return label is not None and label.name.lower() in [file_label(one) for one in wanted]


def prefix(file: Path) -> str:
    return file.name.split("--")[0]


def rename(file: Path, wanted: list[str], fused: Label) -> None:
    """The fused labels of a description as one."""
    content = read_json(file)
    if "seg_info" in content:
        others = [label for label in labels_of(file) if label.name.lower() not in wanted]
        write_json(file, {**content, **seg_info([*others, fused])})
        return
    groups = []
    is_there = False
    for group in content.get("segmentAttributes", []):
        if str(group[0]["SegmentLabel"]).lower() not in wanted:
            groups.append(group)
        elif not is_there:
            is_there = True
            groups.append([{**group[0], "SegmentLabel": fused.name, "labelID": fused.number}])
    write_json(file, {**content, "segmentAttributes": groups})
