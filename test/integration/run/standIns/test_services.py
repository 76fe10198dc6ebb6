"""What goes out of a run: MinIO, PACS, archives, JSON, documents, and what is only recorded."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import Run, Sample, program
from pydicom import dcmread


@pytest.fixture
def results(run: Run) -> Run:
    run.conf([], project_form={"s3_bucket": "project-bucket"})
    run.write("batch/1.2.3/features/features.csv", "a,b\n")
    run.write("batch/1.2.3/features/picture.tiff")
    run.write("features/report.json", "{}")
    return run


@pytest.mark.parametrize(
    ("arguments", "objects"),
    [
        (
            {
                "batch_input_operators": ["features"],
                "none_batch_input_operators": ["features"],
                "minio_prefix": "radiomics",
            },
            [
                "project-bucket/radiomics/batch/1.2.3/features/features.csv",
                "project-bucket/radiomics/features/report.json",
            ],
        ),
        (
            {"batch_input_operators": ["features"], "whitelisted_file_extensions": [".tiff"], "bucket_name": "other"},
            ["other/batch/1.2.3/features/picture.tiff"],
        ),
        ({"source_files": ["features/report.json"]}, ["project-bucket/features/report.json"]),
    ],
)
def test_puts_files(arguments: dict[str, object], objects: list[str], results: Run) -> None:
    assert results.task("MinioOperator", "put", action="put", **arguments) == 0, results.output
    assert (
        sorted(str(path.relative_to(results.minio)) for path in results.minio.rglob("*") if path.is_file()) == objects
    )


def test_puts_an_archive(results: Run) -> None:
    results.conf([], zip_files=True)
    assert results.task("MinioOperator", "put", action="put", batch_input_operators=["features"]) == 0, results.output
    (archive,) = results.minio.rglob("*.zip")
    assert archive.name.startswith("run-240101000000000000_")
    assert ZipFile(archive).namelist() == ["batch/1.2.3/features/features.csv"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"action": "put"}, "no file"),
        ({"action": "put", "batch_input_operators": ["../.."]}, "not the name of an operator's folder"),
        ({"action": "put", "source_files": ["../../etc/passwd"]}, "leads out"),
        ({"action": "put", "batch_input_operators": ["features"], "minio_prefix": "../../.."}, "leads out"),
        (
            {"action": "put", "batch_input_operators": ["features"], "bucket_name": "../x"},
            "not a valid name of a bucket",
        ),
        ({"action": "remove"}, "takes put and get"),
        ({"action": "get"}, "source_files is not set"),
        ({"action": "get", "source_files": ["missing.json"]}, "has no object"),
    ],
)
def test_minio_refuses(arguments: dict[str, object], says: str, results: Run) -> None:
    assert results.task("MinioOperator", "minio", **arguments) == 1
    assert says in results.output


def test_gets_files(results: Run) -> None:
    results.minio.joinpath("project-bucket/models").mkdir(parents=True)
    results.minio.joinpath("project-bucket/models/a.json").write_text("[1]")
    arguments = {"action": "get", "source_files": ["a.json"], "minio_prefix": "models"}
    assert results.task("MinioOperator", "got", **arguments) == 0, results.output
    assert (results.folder / "got" / "a.json").read_text() == "[1]"


def test_sends(make_run: Callable[[list[str]], Run], sample: Sample) -> None:
    ct = sample.one("CT")
    run = make_run([ct["uid"]])
    run.write(f"batch/{ct['uid']}/get-input-data/bad.dcm", "not DICOM")
    headless = dcmread(sample.files(sample.one("MR"))[0])
    headless.SeriesInstanceUID = "not-a-uid"
    headless.save_as(run.batch / ct["uid"] / "get-input-data" / "wrong.dcm")
    assert run.task("DcmSendOperator", "dcmsend", "get-input-data") == 0, run.output
    assert len(list((run.pacs / ct["study"] / ct["uid"]).glob("*.dcm"))) == 40
    assert "bad.dcm: is not a DICOM file" in run.output
    assert "wrong.dcm: SeriesInstanceUID is not a valid UID" in run.output
    assert "40 files sent" in run.output


def test_sends_nothing(run: Run) -> None:
    run.conf([])
    run.write("report/x.txt", "no DICOM")
    assert run.task("DcmSendOperator", "dcmsend", "report", level="batch") == 1
    assert "No DICOM file was sent" in run.output


def test_zip_there_and_back(results: Run) -> None:
    assert results.task("ZipUnzipOperator", "zipped", "features", target_filename="x.zip", mode="zip") == 0, (
        results.output
    )
    assert results.out("1.2.3", "zipped") == ["x.zip"]
    assert results.task("ZipUnzipOperator", "back", "zipped", mode="unzip", whitelist_files=".csv") == 0, results.output
    assert results.out("1.2.3", "back") == ["features.csv"]
    assert (
        results.task("ZipUnzipOperator", "zipped", "features", mode="zip", batch_level=True, target_filename="r.zip")
        == 0
    )
    assert (results.folder / "zipped" / "r.zip").is_file()
    assert results.task("ZipUnzipOperator", "x", "nothing", mode="zip", batch_level=True) == 1


def test_archive_that_leads_out(results: Run) -> None:
    archive = results.write("batch/1.2.3/evil/a.zip")
    with ZipFile(archive, "w") as zipped:
        zipped.writestr("../../../../out.txt", "x")
    assert results.task("ZipUnzipOperator", "back", "evil", mode="unzip") == 1
    assert "leads out" in results.output
    assert not list(results.folder.parent.rglob("out.txt"))


def test_json_of_series(make_run: Callable[[list[str]], Run], sample: Sample) -> None:
    ct, mr = sample.one("CT")["uid"], sample.one("MR")["uid"]
    run = make_run([ct, mr])
    assert run.task("LocalDcm2JsonOperator", "json", "get-input-data") == 0, run.output
    assert run.out(ct, "json") == [f"{ct}.json"]
    assert run.task("LocalConcatJsonOperator", "all", "json", name="metadata") == 0, run.output
    (file,) = (run.folder / "all").iterdir()
    assert file.name.endswith("-metadata.json")
    assert {one["00080060 Modality_keyword"] for one in json.loads(file.read_text())} == {"CT", "MR"}


def test_documents(make_run: Callable[[list[str]], Run], sample: Sample) -> None:
    ct = sample.one("CT")
    run = make_run([ct["uid"]])
    run.write(f"batch/{ct['uid']}/report/report.pdf", "%PDF-1.4\n%%EOF")
    assert run.task("Pdf2DcmOperator", "pdf", "report", dicom_operator="get-input-data", pdf_title="Report") == 0, (
        run.output
    )
    document = dcmread(run.batch / ct["uid"] / "pdf" / "report.dcm")
    assert (document.StudyInstanceUID, document.PatientID) == (ct["study"], "sample-1")
    assert document.EncapsulatedDocument.startswith(b"%PDF-1.4")
    assert run.task("DcmSendOperator", "dcmsend", "pdf") == 0, run.output


@pytest.mark.parametrize(("arguments", "keeps"), [({}, True), ({"clean_workflow_dir": False}, True)])
def test_cleaner_keeps_results(arguments: dict[str, object], keeps: bool, results: Run) -> None:
    assert results.task("LocalWorkflowCleanerOperator", "workflow-cleaner", **arguments) == 0
    assert (results.folder / "features" / "report.json").exists() == keeps


def test_cleaner_deletes_when_asked(results: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDK_CLEAN", "true")
    assert results.task("LocalWorkflowCleanerOperator", "workflow-cleaner") == 0, results.output
    assert [path.name for path in results.folder.iterdir()] == ["conf"]


def test_records(results: Run) -> None:
    assert results.task("Json2MetaOperator", "json2meta", "features", jsonl_operator="features") == 0, results.output
    record = json.loads((results.folder / "json2meta" / "recorded.json").read_text())
    assert record["note"] == "recorded, not sent"
    assert "batch/1.2.3/features/features.csv" in record["files"]


@pytest.mark.parametrize(
    ("operator", "says"),
    [("PyRadiomicsOperator", "no stand-in for PyRadiomicsOperator"), ("NoSuch", "not an operator of the platform")],
)
def test_without_stand_in(operator: str, says: str, results: Run) -> None:
    assert results.task(operator, "x") == 1
    assert says in results.output


def test_table_names_modules() -> None:
    """Every operator of the table has its module or its reason."""
    operators = json.loads(program("list").stdout)["operators"]
    import edk_stand_ins.operators

    modules = {path.stem for path in Path(edk_stand_ins.operators.__file__).parent.glob("*.py")} - {"__init__"}
    assert {one["module"] for one in operators.values() if "module" in one} == modules
    for name, one in operators.items():
        assert (one["kind"] == "none") == ("reason" in one), name
