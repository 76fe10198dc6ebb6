"""Pdf2Dcm: PDF files as DICOM (Encapsulated PDF), of the patient of a series where one is named."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pydicom import Dataset, FileMetaDataset
from pydicom.uid import EncapsulatedPDFStorage, ExplicitVRLittleEndian, generate_uid

from ..contract import Failed, Task, each_series, log
from ..dicom_files import dicom_in, read_whole

OF_PATIENT_AND_STUDY = (
    "PatientName", "PatientID", "PatientBirthDate", "PatientSex", "StudyInstanceUID", "StudyID", "StudyDate",
    "StudyTime", "StudyDescription", "AccessionNumber", "ReferringPhysicianName",
)  # fmt: skip


def run(task: Task) -> None:
    each_series(task, lambda source, target: convert(task, source, target))


def convert(task: Task, source: Path, target: Path) -> None:
    files = sorted(source.rglob("*.pdf"))
    if not files:
        raise Failed(f"{source.name} has no *.pdf")
    folder = task.folder_argument("dicom_operator")
    beside = dicom_in(source.parent / folder) if folder is not None and (source.parent / folder).is_dir() else []
    series = generate_uid()
    target.mkdir(parents=True, exist_ok=True)
    for number, file in enumerate(files, start=1):
        dataset = document(file, str(task.argument("pdf_title", file.stem)), read_whole(beside[0]) if beside else None)
        dataset.SeriesInstanceUID, dataset.InstanceNumber = series, number
        dataset.save_as(target / f"{file.stem}.dcm", enforce_file_format=True)
        log.info("%s", file.name)


def document(file: Path, title: str, patient: Dataset | None) -> Dataset:
    """A PDF file as DICOM; of nobody where no patient is given."""
    content = file.read_bytes()
    if not content.startswith(b"%PDF-"):
        raise Failed(f"{file.name} is not a PDF file")
    now, uid, dataset = datetime.now(), generate_uid(), Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.MediaStorageSOPClassUID = EncapsulatedPDFStorage
    dataset.file_meta.MediaStorageSOPInstanceUID = uid
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    for name in OF_PATIENT_AND_STUDY:
        setattr(dataset, name, "" if patient is None else patient.get(name, ""))
    if not dataset.StudyInstanceUID:
        dataset.StudyInstanceUID = generate_uid()
    dataset.SOPClassUID, dataset.SOPInstanceUID = EncapsulatedPDFStorage, uid
    dataset.Modality, dataset.ConversionType, dataset.SeriesNumber = "DOC", "WSD", 301
    dataset.ContentDate, dataset.ContentTime = now.strftime("%Y%m%d"), now.strftime("%H%M%S")
    dataset.DocumentTitle, dataset.BurnedInAnnotation = title[:1024], "NO"
    dataset.MIMETypeOfEncapsulatedDocument = "application/pdf"
    dataset.EncapsulatedDocument = content + b"\0" * (len(content) % 2)
    dataset.EncapsulatedDocumentLength = len(content)
    return dataset
