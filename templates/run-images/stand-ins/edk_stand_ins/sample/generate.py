"""``sample``: writes patients with known bodies, and what is true of them beside."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..contract import Failed
from .annotations import segmentation, structure_set
from .broken import CHANGES
from .identity import Study
from .images import ct_series, mr_series, write_series
from .phantom import Body, Grid, axial_grid, coronal_grid, ct_values, inside, mr_values

GROUND_TRUTH = "ground-truth.json"
MOST_PATIENTS = 100
SIZES = (32, 512)


@dataclass(frozen=True)
class SampleOptions:
    count: int = 1
    """Patients."""
    size: int = 96
    """Rows and columns of a CT."""
    broken: tuple[str, ...] = ()
    """One more CT for each of these, of the first patient; names as in ``broken.CHANGES``."""


def main(arguments: list[str]) -> None:
    """Prints what ground-truth.json says."""
    parser = argparse.ArgumentParser(prog="sample", description="Write sample data.")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--options", default="{}", help="JSON: count, size, broken")
    given = parser.parse_args(arguments)
    json.dump(write_sample(given.output, read_options(json.loads(given.options))), sys.stdout)


def read_options(given: Mapping[str, Any]) -> SampleOptions:
    options = SampleOptions(
        count=int(given.get("count", SampleOptions.count)),
        size=int(given.get("size", SampleOptions.size)),
        broken=tuple(given.get("broken", ())),
    )
    if not 1 <= options.count <= MOST_PATIENTS:
        raise Failed(f"count is {options.count}; it must be from 1 to {MOST_PATIENTS}.")
    if not SIZES[0] <= options.size <= SIZES[1]:
        raise Failed(f"size is {options.size}; it must be from {SIZES[0]} to {SIZES[1]}.")
    unknown = [name for name in options.broken if name not in CHANGES]
    if unknown:
        raise Failed(f"{unknown[0]!r} is not a way to break a series; choose from {', '.join(CHANGES)}.")
    return options


def write_sample(folder: Path, options: SampleOptions) -> dict[str, Any]:
    series: list[dict[str, Any]] = []
    for patient in range(1, options.count + 1):
        series += write_patient(folder / f"patient-{patient}", patient, options.size)
    for kind in options.broken:
        series.append(write_broken(folder / "broken" / kind, kind, options.size))
    for one in series:
        one["folder"] = str(Path(one["folder"]).relative_to(folder))
    truth = {"version": 1, "series": series}
    (folder / GROUND_TRUTH).write_text(json.dumps(truth, indent=2) + "\n", encoding="utf-8")
    return truth


def bodies_of(patient: int) -> tuple[Body, ...]:
    """A sphere and an ellipsoid; each patient's are a little different."""
    change = (patient - 1) % 3
    # Radii and centre for which the voxels, too, have the volume of the sphere: within 0.4 % at 96 x 96.
    radius = (16.5, 16.25, 15.5)[change]
    return (
        Body("sphere", (-18.0, -4.0, 2.0), (radius, radius, radius), 60.0 + 5 * change, 700.0),
        Body("ellipsoid", (20.0, 6.0, -6.0), (9.0, 14.0, 20.0 - change), 300.0, 120.0),
    )


def write_patient(folder: Path, patient: int, size: int) -> list[dict[str, Any]]:
    """Two visits: CT, MR, SEG and RTSTRUCT first, CT and SEG later, when the sphere has grown."""
    first, later = Study(patient, "baseline", "20240110"), Study(patient, "follow-up", "20240710")
    bodies = bodies_of(patient)
    radius = bodies[0].radii[0] * 1.25
    sphere = replace(bodies[0], radii=(radius, radius, radius))
    written = write_visit(folder / "baseline", first, bodies, size)
    grid = coronal_grid(max(SIZES[0], size // 2))
    values = mr_values(grid, bodies, seed=patient * 10 + 2)
    write_series(mr_series(first, grid, values), folder / "baseline" / "mr")
    written.append(truth(folder / "baseline" / "mr", first, "mr", "MR", measured(grid, values, bodies)))
    slices = ct_series(first, axial_grid(size), np.zeros(axial_grid(size).shape, dtype=np.int16))
    write_series([structure_set(first, axial_grid(size), bodies, slices)], folder / "baseline" / "rtstruct")
    outlined = [described(body) for body in bodies]
    written.append(
        {
            **truth(folder / "baseline" / "rtstruct", first, "rtstruct", "RTSTRUCT", outlined),
            "references": first.series_uid("ct"),
        }
    )
    return written + write_visit(folder / "follow-up", later, (sphere, *bodies[1:]), size)


def write_visit(folder: Path, study: Study, bodies: tuple[Body, ...], size: int) -> list[dict[str, Any]]:
    """The CT of a visit and its SEG."""
    grid = axial_grid(size)
    values = ct_values(grid, bodies, seed=study.patient * 10 + (1 if study.visit == "baseline" else 3))
    slices = ct_series(study, grid, values)
    write_series(slices, folder / "ct")
    write_series([segmentation(study, grid, bodies, slices)], folder / "seg")
    found = measured(grid, values, bodies)
    return [
        truth(folder / "ct", study, "ct", "CT", found),
        {**truth(folder / "seg", study, "seg", "SEG", found), "references": study.series_uid("ct")},
    ]


def write_broken(folder: Path, kind: str, size: int) -> dict[str, Any]:
    study, grid = Study(1, "baseline", "20240110"), axial_grid(size)
    values = ct_values(grid, bodies_of(1), seed=11)
    write_series(CHANGES[kind](ct_series(study, grid, values, name=kind)), folder)
    return {**truth(folder, study, kind, "CT", []), "broken": kind}


def truth(folder: Path, study: Study, name: str, modality: str, bodies: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "patient": f"sample-{study.patient}",
        "visit": study.visit,
        "study": study.uid,
        "uid": study.series_uid(name),
        "modality": modality,
        "folder": str(folder),
        "bodies": bodies,
    }


def measured(grid: Grid, values: NDArray[np.int16], bodies: tuple[Body, ...]) -> list[dict[str, Any]]:
    """What is true of the bodies, and of the voxels whose centres lie in them."""
    coordinates = grid.coordinates()
    found = []
    for label, body in enumerate(bodies, start=1):
        voxels = values[inside(body, coordinates)]
        voxel_volume = round(voxels.size * grid.voxel_volume, 3)
        counted = {"voxels": int(voxels.size), "voxelVolumeMm3": voxel_volume, "mean": round(float(voxels.mean()), 3)}
        found.append({**described(body), "label": label, **counted})
    return found


def described(body: Body) -> dict[str, Any]:
    return {
        "name": body.name,
        "centreMm": list(body.centre),
        "radiiMm": list(body.radii),
        "volumeMm3": round(body.volume, 3),
        "value": body.value,
    }
