"""The sample data: what real converters make of it, and that it is the same every time."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk
from conftest import Sample, program


def test_is_the_same_every_time(tmp_path: Path) -> None:
    options = json.dumps({"count": 2, "size": 48, "broken": ["duplicate-slices"]})
    states = []
    for name in ("one", "other"):
        folder = tmp_path / name
        assert program("sample", "--output", str(folder), "--options", options).returncode == 0
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        states.append({str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files})
    assert states[0] == states[1]
    assert len({path.split("/")[0] for path in states[0]} & {"patient-1", "patient-2", "broken"}) == 3


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"count": 0}, "count is 0"),
        ({"count": 1000}, "count is 1000"),
        ({"size": 8}, "size is 8"),
        ({"size": 100000}, "size is 100000"),
        ({"broken": ["bent"]}, "'bent' is not a way"),
    ],
)
def test_refuses_options(options: dict[str, object], reason: str, tmp_path: Path) -> None:
    done = program("sample", "--output", str(tmp_path / "out"), "--options", json.dumps(options))
    assert done.returncode == 1
    assert reason in done.stderr


@pytest.mark.parametrize(("modality", "visit"), [("CT", "baseline"), ("CT", "follow-up"), ("MR", "baseline")])
def test_converters_agree(modality: str, visit: str, sample: Sample, tmp_path: Path) -> None:
    """dcm2niix and SimpleITK see the same values at the same places, and the means of the ground truth."""
    series = sample.one(modality, visit)
    folder = sample.folder / series["folder"]
    subprocess.run(["dcm2niix", "-o", str(tmp_path), "-f", "x", str(folder)], check=True, capture_output=True)
    by_dcm2niix = sitk.ReadImage(str(tmp_path / "x.nii"), sitk.sitkFloat64)
    reader = sitk.ImageSeriesReader()
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(str(folder)))
    by_itk = sitk.Cast(reader.Execute(), sitk.sitkFloat64)
    # Their axes differ, so they are compared in the world.
    on_same_grid = sitk.Resample(by_dcm2niix, by_itk, sitk.Transform(), sitk.sitkNearestNeighbor, -9999.0)
    assert np.array_equal(sitk.GetArrayViewFromImage(on_same_grid), sitk.GetArrayViewFromImage(by_itk))
    for body in series["bodies"]:
        voxels = values_inside(by_itk, body["centreMm"], body["radiiMm"])
        assert voxels.size == body["voxels"]
        assert voxels.mean() == pytest.approx(body["mean"], abs=1e-3)


def values_inside(image: sitk.Image, centre: list[float], radii: list[float]) -> np.ndarray:
    values = sitk.GetArrayFromImage(image)
    indices = np.stack(np.meshgrid(*(np.arange(n) for n in image.GetSize()), indexing="ij"), axis=-1).reshape(-1, 3)
    directions = np.array(image.GetDirection()).reshape(3, 3)
    places = np.array(image.GetOrigin()) + (indices * np.array(image.GetSpacing())) @ directions.T
    chosen = indices[(((places - np.array(centre)) / np.array(radii)) ** 2).sum(axis=1) <= 1]
    return values[chosen[:, 2], chosen[:, 1], chosen[:, 0]]


@pytest.mark.parametrize("visit", ["baseline", "follow-up"])
def test_dcmqi_reads_the_segments(visit: str, sample: Sample, tmp_path: Path) -> None:
    series = sample.one("SEG", visit)
    (file,) = sample.files(series)
    command = ["segimage2itkimage", "--inputDICOM", file, "--outputDirectory", tmp_path, "-t", "nifti", "-p", "s"]
    subprocess.run(command, check=True, capture_output=True)
    for body in series["bodies"]:
        mask = sitk.ReadImage(str(tmp_path / f"s-{body['label']}.nii.gz"))
        volume = (sitk.GetArrayViewFromImage(mask) > 0).sum() * np.prod(mask.GetSpacing())
        assert volume == pytest.approx(body["voxelVolumeMm3"], rel=1e-6)
        assert volume == pytest.approx(body["volumeMm3"], rel=0.01)


@pytest.mark.parametrize(
    ("kind", "problem"),
    [
        ("mixed-orientations", "2 orientations"),
        ("duplicate-slices", "40 slices at 37 positions"),
        ("missing-slices", "3 of 40 slices are missing"),
        ("no-pixels", "no pixel data in 40 of 40"),
        ("four-dimensions", "4D series: 2 points in time at 20 positions"),
        ("one-slice", "only one slice"),
        ("run-length", None),
        ("compressed", None),
    ],
)
def test_broken_series_are_named(kind: str, problem: str | None, sample: Sample) -> None:
    listed = json.loads(program("series", str(sample.folder)).stdout)
    (found,) = [one for one in listed["series"] if one["uid"] == sample.broken(kind)["uid"]]
    assert (problem is None) == ("problem" not in found)
    assert problem is None or problem in found["problem"]
