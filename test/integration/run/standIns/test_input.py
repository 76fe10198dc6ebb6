"""Fetching series: GetInput and GetRefSeries."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run, Sample


@pytest.mark.parametrize(
    ("data_type", "files", "metadata"), [("dicom", 40, False), ("json", 0, True), ("all", 40, True)]
)
def test_fetches(data_type: str, files: int, metadata: bool, run: Run, sample: Sample) -> None:
    ct = sample.one("CT")
    run.conf([ct["uid"]])
    assert run.task("GetInputOperator", "get-input-data", data_type=data_type) == 0, run.output
    names = run.out(ct["uid"], "get-input-data")
    assert sorted(name for name in names if name.endswith(".dcm")) == (
        sorted(path.name for path in sample.files(ct)) if files else []
    )
    assert ("metadata.json" in names) == metadata
    if metadata:
        content = json.loads((run.batch / ct["uid"] / "get-input-data" / "metadata.json").read_text())
        assert content["00080060 Modality_keyword"] == "CT"
        assert content["00280010 Rows_integer"] == 96


def test_any_layout(run: Run, sample: Sample, tmp_path: Path) -> None:
    """All files in one folder, with other names, beside what is not DICOM."""
    ct, mr = sample.one("CT"), sample.one("MR")
    run.data = tmp_path / "flat folder"
    run.data.mkdir()
    for number, file in enumerate([*sample.files(ct), *sample.files(mr)]):
        (run.data / f"IM {number}").write_bytes(file.read_bytes())
    (run.data / "copy").write_bytes(sample.files(ct)[0].read_bytes())
    (run.data / "notes.txt").write_text("not DICOM")
    (run.data / "empty.dcm").write_text("")
    run.conf([ct["uid"], mr["uid"]])
    assert run.task("GetInputOperator", "get-input-data") == 0, run.output
    assert (len(run.out(ct["uid"], "get-input-data")), len(run.out(mr["uid"], "get-input-data"))) == (40, 32)


@pytest.mark.parametrize(
    ("identifiers", "form", "arguments", "says"),
    [
        ([], {}, {}, "names no series"),
        (["1.2.3"], {}, {}, "None of the 1 series"),
        (["CT"], {"input": "MR,SEG"}, {"check_modality": True}, "is CT, but the workflow takes MR, SEG"),
        (["CT"], {}, {"data_type": "png"}, "data_type is 'png'"),
        (["../../x"], {}, {}, "None of the 1 series"),
    ],
)
def test_refuses(
    identifiers: list[str], form: dict[str, str], arguments: dict[str, object], says: str, run: Run, sample: Sample
) -> None:
    uids = [sample.one("CT")["uid"] if one == "CT" else one for one in identifiers]
    run.conf(uids, form)
    assert run.task("GetInputOperator", "get-input-data", **arguments) == 1
    assert says in run.output


def test_goes_on_without_one_that_is_missing(run: Run, sample: Sample) -> None:
    run.conf(["1.2.3", sample.one("CT")["uid"]], {"input": "ct"})
    assert run.task("GetInputOperator", "get-input-data", check_modality=True) == 0, run.output
    assert "1.2.3: not in the input data" in run.output


@pytest.mark.parametrize("modality", ["SEG", "RTSTRUCT"])
def test_finds_the_image(modality: str, make_run: Callable[[list[str]], Run], sample: Sample) -> None:
    series = sample.one(modality)
    run = make_run([series["uid"]])
    assert run.task("GetRefSeriesOperator", "get-ref-series-ct", "get-input-data") == 0, run.output
    names = [path.name for path in sample.files(sample.one("CT"))]
    assert run.out(series["uid"], "get-ref-series-ct") == names


def test_finds_the_study(make_run: Callable[[list[str]], Run], sample: Sample) -> None:
    ct, mr = sample.one("CT"), sample.one("MR")
    run = make_run([ct["uid"]])
    arguments = {"search_policy": "study_uid", "modalities": ["MR"]}
    assert run.task("GetRefSeriesOperator", "refs", "get-input-data", **arguments) == 0, run.output
    assert {name.split("/")[0] for name in run.out(ct["uid"], "refs")} == {mr["uid"]}


def test_image_that_is_missing(make_run: Callable[[list[str]], Run], sample: Sample, tmp_path: Path) -> None:
    series = sample.one("SEG")
    run = make_run([series["uid"]])
    run.data = tmp_path / "nothing"
    run.data.mkdir()
    assert run.task("GetRefSeriesOperator", "refs", "get-input-data") == 1
    assert sample.one("CT")["uid"] in run.output
    assert run.task("GetRefSeriesOperator", "refs", "get-input-data", skip_empty_ref_dir=True) == 0, run.output


def test_image_without_reference(make_run: Callable[[list[str]], Run], sample: Sample) -> None:
    run = make_run([sample.one("CT")["uid"]])
    assert run.task("GetRefSeriesOperator", "refs", "get-input-data") == 1
    assert "CT has no reference" in run.output
