"""Names that are the same every time: UIDs, times and what every file of a patient says."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from pydicom import Dataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian

IMPLEMENTATION = UID("2.25.97531086420975310864209753108642097531")


def fixed_uid(*names: object) -> UID:
    """A UID from a name, as DICOM derives UIDs from UUIDs (PS3.5 B.2)."""
    digest = hashlib.sha256("/".join(["edk sample", *map(str, names)]).encode()).digest()
    return UID(f"2.25.{int.from_bytes(digest[:16], 'big')}")


@dataclass(frozen=True)
class Study:
    """A visit of a patient."""

    patient: int
    """From 1."""
    visit: str
    date: str

    @property
    def uid(self) -> UID:
        return fixed_uid(self.patient, self.visit)

    @property
    def frame_of_reference(self) -> UID:
        return fixed_uid(self.patient, self.visit, "frame")

    def series_uid(self, series: str) -> UID:
        return fixed_uid(self.patient, self.visit, series)


def new_dataset(study: Study, sop_class: str, uid: UID) -> Dataset:
    """What all files of a study say."""
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.MediaStorageSOPClassUID = UID(sop_class)
    dataset.file_meta.MediaStorageSOPInstanceUID = uid
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.file_meta.ImplementationClassUID = IMPLEMENTATION
    dataset.SOPClassUID = UID(sop_class)
    dataset.SOPInstanceUID = uid
    dataset.PatientName = f"Sample^{study.patient}"
    dataset.PatientID = f"sample-{study.patient}"
    dataset.PatientBirthDate = "19700101"
    dataset.PatientSex = "O"
    dataset.PatientPosition = "HFS"
    dataset.StudyInstanceUID = study.uid
    dataset.StudyID = study.visit
    dataset.StudyDescription = f"Sample {study.visit}"
    dataset.StudyDate = dataset.SeriesDate = dataset.ContentDate = dataset.AcquisitionDate = study.date
    dataset.StudyTime = dataset.SeriesTime = dataset.ContentTime = dataset.AcquisitionTime = "120000"
    dataset.AccessionNumber = ""
    dataset.ReferringPhysicianName = ""
    dataset.Manufacturer = "Kaapana EDK"
    dataset.ManufacturerModelName = "Sample"
    dataset.DeviceSerialNumber = "1"
    dataset.SoftwareVersions = "1"
    dataset.FrameOfReferenceUID = study.frame_of_reference
    dataset.PositionReferenceIndicator = ""
    return dataset
