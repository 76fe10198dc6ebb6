"""Volumes and masks: conversion, there and back, merging, renaming, grids."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk
from conftest import Run, Sample, program

MakeRun = Callable[[list[str]], Run]


def volume_of(file: Path, value: int | None = None) -> float:
    """In mm³, of the voxels with a value, or of all that are not 0."""
    image = sitk.ReadImage(str(file))
    voxels = sitk.GetArrayViewFromImage(image)
    return float((voxels == value if value else voxels > 0).sum() * np.prod(image.GetSpacing()))


@pytest.mark.parametrize(
    ("output_format", "name"), [("nrrd", ".nrrd"), ("nii.gz", ".nii.gz"), ("nii", ".nrrd"), (None, ".nrrd")]
)
def test_converts(output_format: str | None, name: str, make_run: MakeRun, sample: Sample) -> None:
    ct = sample.one("CT")
    run = make_run([ct["uid"]])
    arguments = {} if output_format is None else {"output_format": output_format}
    assert run.task("DcmConverterOperator", "dcm-converter", "get-input-data", **arguments) == 0, run.output
    assert run.out(ct["uid"], "dcm-converter") == [f"{ct['uid']}{name}"]
    image = sitk.ReadImage(str(run.batch / ct["uid"] / "dcm-converter" / f"{ct['uid']}{name}"))
    assert image.GetSize() == (96, 96, 40)
    assert image.GetSpacing() == pytest.approx((1, 1, 2))
    assert image.GetOrigin() == pytest.approx((-47.5, -47.5, -39))


def test_names_the_broken_and_goes_on(make_run: MakeRun, sample: Sample) -> None:
    ct = sample.one("CT")["uid"]
    kinds = ["mixed-orientations", "duplicate-slices", "missing-slices", "no-pixels", "four-dimensions", "compressed"]
    broken = {kind: sample.broken(kind)["uid"] for kind in kinds}
    run = make_run([ct, sample.broken("run-length")["uid"], *broken.values()])
    assert run.task("DcmConverterOperator", "nifti", "get-input-data", output_format="nii.gz") == 0, run.output
    converted = {series.name for series in run.batch.iterdir() if (series / "nifti").is_dir()}
    assert converted == {ct, sample.broken("run-length")["uid"]}
    for kind, uid in broken.items():
        assert f"ERROR {uid}: " in run.output, kind
    assert "HTJ2K" in run.output or "High-Throughput" in run.output, run.output


def test_sees_only_some_names(make_run: MakeRun, sample: Sample) -> None:
    """The platform's converter looks for *.*.dcm, and does nothing without an error."""
    ct = sample.one("CT")["uid"]
    run = make_run([ct])
    for number, file in enumerate(sorted((run.batch / ct / "get-input-data").iterdir())):
        file.rename(file.with_name(f"slice{number}.dcm"))
    assert run.task("DcmConverterOperator", "nifti", "get-input-data") == 0
    assert run.out(ct, "nifti") == []
    assert "*.*.dcm" in run.output


def test_nothing_to_do(run: Run) -> None:
    run.conf([])
    assert run.task("DcmConverterOperator", "nifti", "get-input-data") == 1
    assert "no series has a folder get-input-data" in run.output


@pytest.mark.parametrize("ending", ["nii.gz", "nrrd"])
def test_masks_of_seg(ending: str, make_run: MakeRun, sample: Sample) -> None:
    """Named as on the platform, values are label ids, on the grid of the CT although the SEG stores few slices."""
    seg = sample.one("SEG")
    run = make_run([seg["uid"]])
    (file,) = sample.files(seg)
    assert run.task("Mask2nifitiOperator", "mask2nifti", "get-input-data", output_type=ending) == 0, run.output
    names = [f"{file.stem}--1--sphere.{ending}", f"{file.stem}--2--ellipsoid.{ending}", f"{file.stem}-meta.json"]
    assert run.out(seg["uid"], "mask2nifti") == names
    for body, name in zip(seg["bodies"], names, strict=False):
        mask = run.batch / seg["uid"] / "mask2nifti" / name
        assert volume_of(mask, body["label"]) == pytest.approx(body["voxelVolumeMm3"], rel=1e-6)
        assert sitk.ReadImage(str(mask)).GetSize() == (96, 96, 40)
    assert "It was put onto the image's grid" in run.output


def test_masks_without_the_image(make_run: MakeRun, sample: Sample, tmp_path: Path) -> None:
    """As on the platform: only the stored slices."""
    seg = sample.one("SEG")
    run = make_run([seg["uid"]])
    run.data = tmp_path / "nothing"
    assert run.task("Mask2nifitiOperator", "mask2nifti", "get-input-data") == 0, run.output
    masks = run.batch / seg["uid"] / "mask2nifti"
    sizes = {sitk.ReadImage(str(mask)).GetSize()[2] for mask in masks.glob("*.nii.gz")}
    assert max(sizes) < 40


def test_masks_of_rtstruct(make_run: MakeRun, sample: Sample) -> None:
    series = sample.one("RTSTRUCT")
    run = make_run([series["uid"]])
    assert run.task("Mask2nifitiOperator", "masks", "get-input-data") == 1
    assert "dicom_operator" in run.output
    assert run.task("GetRefSeriesOperator", "ct", "get-input-data") == 0
    assert run.task("Mask2nifitiOperator", "masks", "get-input-data", dicom_operator="ct") == 0, run.output
    stem = sample.files(series)[0].stem
    for number, body in enumerate(series["bodies"], start=1):
        mask = run.batch / series["uid"] / "masks" / f"{stem}_{number}--1--{body['name']}.nii.gz"
        assert volume_of(mask, 1) == pytest.approx(body["volumeMm3"], rel=0.02)
        assert mask.with_name(f"{stem}_{number}-meta.json").is_file()


def test_grid(make_run: MakeRun, sample: Sample, tmp_path: Path) -> None:
    """The chain of radiomics on SEG: on one grid with the image at hand, and said where it is not."""
    seg = sample.one("SEG")["uid"]
    run = make_run([seg])
    assert run.task("GetRefSeriesOperator", "ref", "get-input-data") == 0
    assert run.task("DcmConverterOperator", "image", "ref") == 0
    assert run.task("Mask2nifitiOperator", "masks", "get-input-data", output_type="nrrd") == 0
    done = program("grid", str(run.batch), "image", "masks")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"checked": 2, "differences": []})
    run.data = tmp_path / "nothing"
    assert run.task("Mask2nifitiOperator", "small", "get-input-data", output_type="nrrd") == 0
    done = program("grid", str(run.batch), "image", "small")
    differences = json.loads(done.stdout)["differences"]
    assert done.returncode == 1
    assert "voxels instead of 96 x 96 x 40" in differences[0]["difference"]
    assert run.task("ResampleOperator", "fitted", "small", original_img_operator="image") == 0, run.output
    assert program("grid", str(run.batch), "image", "fitted").returncode == 0


@pytest.fixture
def masks_of_ct(make_run: MakeRun, sample: Sample) -> Run:
    """A CT as DICOM in get-input-data, and masks of its bodies with value 1 in ``model``."""
    ct = sample.one("CT")
    run = make_run([ct["uid"]])
    assert run.task("DcmConverterOperator", "image", "get-input-data", output_format="nii.gz") == 0
    image = sitk.ReadImage(str(run.batch / ct["uid"] / "image" / f"{ct['uid']}.nii.gz"))
    places = image.GetSize()[::-1]
    for number, name in enumerate(["liver", "spleen"], start=1):
        values = np.zeros(places, dtype=np.uint8)
        values[10 * number : 10 * number + 12, 20:30, 20:30] = 1
        mask = sitk.GetImageFromArray(values)
        mask.CopyInformation(image)
        folder = run.batch / ct["uid"] / "model"
        folder.mkdir(exist_ok=True)
        sitk.WriteImage(mask, str(folder / f"{number}{name}.nii.gz"))
    info = {"seg_info": [{"label_name": "liver", "label_int": 1}, {"label_name": "spleen", "label_int": 2}]}
    run.write(f"batch/{ct['uid']}/model/seg_info.json", json.dumps(info))
    return run


def test_combines_and_stores_as_seg(masks_of_ct: Run, sample: Sample) -> None:
    """Combine, DICOM SEG of it, and masks of that again."""
    run, ct = masks_of_ct, sample.one("CT")["uid"]
    run.write(f"batch/{ct}/model/notes (old).nii.gz")
    assert run.task("MergeMasksOperator", "combine-masks", "model", mode="combine") == 0, run.output
    assert run.out(ct, "combine-masks") == ["combined_masks.nii.gz", "left_over_niftis.txt", "seg_info.json"]
    combined = run.batch / ct / "combine-masks" / "combined_masks.nii.gz"
    assert (volume_of(combined, 1), volume_of(combined, 2)) == (2400, 2000)
    assert "200 voxels belong to another mask" in run.output
    arguments = {
        "segmentation_operator": "combine-masks",
        "input_type": "multi_label_seg",
        "multi_label_seg_name": "Organs",
    }
    assert run.task("Itk2DcmSegOperator", "seg", "get-input-data", **arguments) == 1
    assert "empty slices" in run.output
    assert run.task("Itk2DcmSegOperator", "seg", "get-input-data", **arguments, skip_empty_slices=True) == 0, run.output
    assert run.out(ct, "seg") == ["organs.dcm"]
    assert run.task("Mask2nifitiOperator", "again", "seg") == 0, run.output
    again = run.batch / ct / "again"
    assert volume_of(again / "organs--1--liver.nii.gz", 1) == 2400
    assert volume_of(again / "organs--2--spleen.nii.gz", 2) == 2000


def test_single_labels(masks_of_ct: Run, sample: Sample) -> None:
    run, ct = masks_of_ct, sample.one("CT")["uid"]
    arguments = {"segmentation_operator": "model", "input_type": "single_label_segs", "skip_empty_slices": True}
    assert run.task("Itk2DcmSegOperator", "seg", "get-input-data", **arguments) == 0, run.output
    assert run.out(ct, "seg") == ["1liver.dcm", "2spleen.dcm"]
    meta = json.loads((run.batch / ct / "model" / "1liver.json").read_text())
    assert meta["segmentAttributes"][0][0]["SegmentLabel"] == "liver"
    # The description lies beside the mask and is used again.
    meta["segmentAttributes"][0][0]["SegmentLabel"] = "changed"
    run.write(f"batch/{ct}/model/1liver.json", json.dumps(meta))
    assert run.task("Itk2DcmSegOperator", "seg", "get-input-data", **arguments) == 0
    assert run.task("Mask2nifitiOperator", "again", "seg") == 0
    assert "1liver--1--changed.nii.gz" in run.out(ct, "again")


@pytest.mark.parametrize("change", ["small", "empty", "unnamed"])
def test_masks_that_cannot_be_stored(change: str, masks_of_ct: Run, sample: Sample) -> None:
    run, ct = masks_of_ct, sample.one("CT")["uid"]
    folder = run.batch / ct / "model"
    (folder / "2spleen.nii.gz").unlink()
    mask = sitk.ReadImage(str(folder / "1liver.nii.gz"))
    changed = {"small": mask[:, :, 5:30], "empty": mask * 0, "unnamed": mask * 7}[change]
    sitk.WriteImage(changed, str(folder / "1liver.nii.gz"))
    arguments = {"segmentation_operator": "model", "input_type": "multi_label_seg", "skip_empty_slices": True}
    assert run.task("Itk2DcmSegOperator", "seg", "get-input-data", **arguments) == 1
    says = {"small": "not on the grid of its series", "empty": "is empty", "unnamed": "no label for the value 7"}
    assert says[change] in run.output


def test_masks_of_other_sizes_do_not_merge(masks_of_ct: Run, sample: Sample) -> None:
    folder = masks_of_ct.batch / sample.one("CT")["uid"] / "model"
    sitk.WriteImage(sitk.ReadImage(str(folder / "2spleen.nii.gz"))[:, :, 1:], str(folder / "2spleen.nii.gz"))
    assert masks_of_ct.task("MergeMasksOperator", "merged", "model") == 1
    assert "voxels, others have" in masks_of_ct.output


@pytest.mark.parametrize(
    ("form", "code", "files"),
    [
        ({}, 126, ["x--1--sphere.nii.gz", "x--2--ellipsoid.nii.gz", "x-meta.json"]),
        (
            {"fuse_labels": "sphere,ellipsoid", "fused_label_name": "Both Bodies"},
            0,
            ["x--1--bothbodies.nii.gz", "x-meta.json"],
        ),
        (
            {"fuse_labels": ["sphere"], "fused_label_name": "a"},
            0,
            ["x--1--a.nii.gz", "x--2--ellipsoid.nii.gz", "x-meta.json"],
        ),
    ],
)
def test_fuses(form: dict[str, object], code: int, files: list[str], make_run: MakeRun, sample: Sample) -> None:
    seg = sample.one("SEG")
    run = make_run([seg["uid"]])
    (file,) = (run.batch / seg["uid"] / "get-input-data").iterdir()
    file.rename(file.with_name("x.dcm"))
    assert run.task("Mask2nifitiOperator", "masks", "get-input-data") == 0
    run.conf([seg["uid"]], form)
    assert run.task("MergeMasksOperator", "fused", "masks", mode="fuse") == code, run.output
    assert run.out(seg["uid"], "fused") == files
    if "Both Bodies" in form.values():
        expected = sum(body["voxelVolumeMm3"] for body in seg["bodies"])
        assert volume_of(run.batch / seg["uid"] / "fused" / files[0]) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Keep: sphere", ["sphere"]),
        ("Ignore: Sphere", ["ellipsoid"]),
        ("keep: sphere, ellipsoid", ["ellipsoid", "sphere"]),
        ("", ["ellipsoid", "sphere"]),
    ],
)
def test_filters(text: str, left: list[str], make_run: MakeRun, sample: Sample) -> None:
    seg = sample.one("SEG")["uid"]
    run = make_run([seg])
    assert run.task("Mask2nifitiOperator", "masks", "get-input-data") == 0
    run.conf([seg], {"label_filter": text})
    assert run.task("LocalFilterMasksOperator", "left", "masks") == 0, run.output
    masks = [name for name in run.out(seg, "left") if name.endswith(".nii.gz")]
    assert sorted(name.split("--")[2].removesuffix(".nii.gz") for name in masks) == left


def test_wrong_filter(make_run: MakeRun, sample: Sample) -> None:
    seg = sample.one("SEG")["uid"]
    run = make_run([seg])
    run.conf([seg], {"label_filter": "Only: liver"})
    assert run.task("LocalFilterMasksOperator", "left", "get-input-data") == 1
    assert "Keep:" in run.output


def test_renames(make_run: MakeRun, sample: Sample) -> None:
    seg = sample.one("SEG")["uid"]
    run = make_run([seg])
    assert run.task("Mask2nifitiOperator", "masks", "get-input-data") == 0
    run.conf([seg], {"old_labels": "sphere", "new_labels": "Left Kidney"})
    assert run.task("LocalModifySegLabelNamesOperator", "named", "masks") == 0, run.output
    names = run.out(seg, "named")
    assert [name.split("--", 1)[-1] for name in names if name.endswith(".gz")] == [
        "1--leftkidney.nii.gz",
        "2--ellipsoid.nii.gz",
    ]
    meta = next((run.batch / seg / "named").glob("*-meta.json")).read_text()
    assert '"Left Kidney"' in meta and '"sphere"' not in meta.replace('"TrackingIdentifier": "sphere"', "")
