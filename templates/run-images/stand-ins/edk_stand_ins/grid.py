"""``grid``: whether the masks of a run lie on the grid of their images.

A mask that the platform makes of a DICOM SEG spans only the slices that the SEG stores, so that it is smaller than the
image that it was drawn on.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from .contract import Failed
from .volumes import grid_difference, read_volume, volumes_in


def main(arguments: list[str]) -> int:
    """Prints ``{"checked": n, "differences": [{"series", "image", "mask", "difference"}]}``; 1 when there is one."""
    parser = argparse.ArgumentParser(prog="grid", description="Compare the grids of masks and images.")
    parser.add_argument("batch", type=Path, help="folder with one folder per series")
    parser.add_argument("images", help="name of the folder with the image in each series")
    parser.add_argument("masks", help="name of the folder with the masks in each series")
    options = parser.parse_args(arguments)
    checked, differences = compare_batch(options.batch, options.images, options.masks)
    print(json.dumps({"checked": checked, "differences": differences}))
    return 1 if differences else 0


def compare_batch(batch: Path, images: str, masks: str) -> tuple[int, list[dict[str, str]]]:
    checked = 0
    differences: list[dict[str, str]] = []
    for series in sorted(folder for folder in batch.iterdir() if folder.is_dir()):
        if not (series / images).is_dir() or not (series / masks).is_dir():
            continue
        for image, mask in [
            (image, mask) for image in volumes_in(series / images) for mask in volumes_in(series / masks)
        ]:
            checked += 1
            difference = compare_files(image, mask)
            if difference is not None:
                names = {"series": series.name, "image": image.name, "mask": mask.name}
                differences.append({**names, "difference": difference})
    return checked, differences


def compare_files(image: Path, mask: Path) -> str | None:
    try:
        return grid_difference(read_volume(image), read_volume(mask))
    except Failed as error:
        return str(error)
