"""``series``: which series a folder has, so that a run can be told which to take."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from .dicom_files import Instance, index_folder, read_whole, referenced_series
from .volumes import MASK_MODALITIES, volume_problem


def main(arguments: list[str]) -> None:
    """Prints ``{"series": [...], "leftOut": {file: reason}}``."""
    parser = argparse.ArgumentParser(prog="series", description="List the DICOM series of a folder.")
    parser.add_argument("folder", type=Path)
    index = index_folder(parser.parse_args(arguments).folder)
    print(json.dumps({"series": [describe(found) for found in index.series.values()], "leftOut": index.left_out}))


def describe(instances: list[Instance]) -> dict[str, object]:
    first = instances[0]
    is_mask = first.modality in MASK_MODALITIES
    described: dict[str, object] = {
        "uid": first.series_uid,
        "study": first.study_uid,
        "patient": str(first.header.get("PatientID", "")),
        "modality": first.modality,
        "description": str(first.header.get("SeriesDescription", "")),
        "files": len(instances),
    }
    if is_mask:
        described["references"] = referenced_series(read_whole(first))
    problem = None if is_mask else volume_problem(instances)
    return {**described, **({} if problem is None else {"problem": problem})}
