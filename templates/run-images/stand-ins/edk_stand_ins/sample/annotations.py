"""SEG and RTSTRUCT of the bodies in a CT."""

from __future__ import annotations

import highdicom as hd
import numpy as np
from highdicom.seg import Segmentation, SegmentDescription
from pydicom import Dataset, Sequence
from pydicom.sr.codedict import codes
from pydicom.uid import UID, RTStructureSetStorage

from .identity import Study, fixed_uid, new_dataset
from .phantom import Body, Grid, inside

COLOURS = ((220, 60, 60), (60, 140, 220), (80, 180, 80))
CONTOUR_POINTS = 96


def segmentation(
    study: Study, grid: Grid, bodies: tuple[Body, ...], slices: list[Dataset], name: str = "seg"
) -> Dataset:
    """A DICOM SEG with one segment per body; it stores only the slices that a body reaches."""
    coordinates = grid.coordinates()
    # Where bodies touch, the first one has the voxel.
    labels = np.zeros(grid.shape, dtype=np.uint8)
    for number, body in reversed(list(enumerate(bodies, start=1))):
        labels[inside(body, coordinates)] = number
    uid = fixed_uid(study.uid, name)
    seg = Segmentation(
        source_images=slices,
        pixel_array=labels,
        segmentation_type=hd.seg.SegmentationTypeValues.BINARY,
        segment_descriptions=[_segment(number, body) for number, body in enumerate(bodies, start=1)],
        series_instance_uid=study.series_uid(name),
        series_number=300,
        sop_instance_uid=uid,
        instance_number=1,
        manufacturer="Kaapana EDK",
        manufacturer_model_name="Sample",
        software_versions="1",
        device_serial_number="1",
        content_label="SEGMENTATION",
        series_description=f"Sample {name}",
        omit_empty_frames=True,
    )
    return _with_fixed_values(seg, study, uid)


def _segment(number: int, body: Body) -> SegmentDescription:
    description = SegmentDescription(
        segment_number=number,
        segment_label=body.name,
        segmented_property_category=codes.SCT.MorphologicallyAbnormalStructure,
        segmented_property_type=codes.SCT.Mass,
        algorithm_type=hd.seg.SegmentAlgorithmTypeValues.MANUAL,
        tracking_id=body.name,
        tracking_uid=fixed_uid("tracking", body.name),
    )
    description.RecommendedDisplayCIELabValue = list(hd.color.CIELabColor.from_rgb(*COLOURS[number - 1]).value)
    return description


def _with_fixed_values(seg: Dataset, study: Study, uid: UID) -> Dataset:
    """highdicom takes the clock and random UIDs."""
    organisation = fixed_uid(uid, "dimensions")
    for item in seg.DimensionOrganizationSequence:
        item.DimensionOrganizationUID = organisation
    for item in seg.DimensionIndexSequence:
        item.DimensionOrganizationUID = organisation
    for item in seg.get("ContributingEquipmentSequence", []):
        item.ContributionDateTime = f"{study.date}120000"
    for name in ("InstanceCreationDate", "ContentDate", "SeriesDate"):
        setattr(seg, name, study.date)
    for name in ("InstanceCreationTime", "ContentTime", "SeriesTime"):
        setattr(seg, name, "120000")
    return seg


def structure_set(study: Study, grid: Grid, bodies: tuple[Body, ...], slices: list[Dataset]) -> Dataset:
    """An RTSTRUCT with the outlines of the bodies in every slice that they reach. For axial series."""
    name = "rtstruct"
    dataset = new_dataset(study, RTStructureSetStorage, fixed_uid(study.uid, name))
    dataset.Modality = "RTSTRUCT"
    dataset.SeriesInstanceUID = study.series_uid(name)
    dataset.SeriesDescription = f"Sample {name}"
    dataset.SeriesNumber = 301
    dataset.StructureSetLabel = "Sample"
    dataset.StructureSetDate, dataset.StructureSetTime = study.date, "120000"
    dataset.ReferencedFrameOfReferenceSequence = Sequence([_references(study, slices)])
    dataset.StructureSetROISequence = Sequence([_region(study, *one) for one in enumerate(bodies, start=1)])
    dataset.ROIContourSequence = Sequence([_contours(grid, slices, *one) for one in enumerate(bodies, start=1)])
    dataset.RTROIObservationsSequence = Sequence([_observation(number) for number in range(1, len(bodies) + 1)])
    return dataset


def _references(study: Study, slices: list[Dataset]) -> Dataset:
    series = _item(SeriesInstanceUID=slices[0].SeriesInstanceUID)
    series.ContourImageSequence = Sequence([_image(one) for one in slices])
    referenced = _item(ReferencedSOPClassUID="1.2.840.10008.3.1.2.3.1", ReferencedSOPInstanceUID=study.uid)
    referenced.RTReferencedSeriesSequence = Sequence([series])
    frame = _item(FrameOfReferenceUID=study.frame_of_reference)
    frame.RTReferencedStudySequence = Sequence([referenced])
    return frame


def _region(study: Study, number: int, body: Body) -> Dataset:
    return _item(
        ROINumber=number,
        ReferencedFrameOfReferenceUID=study.frame_of_reference,
        ROIName=body.name,
        ROIGenerationAlgorithm="MANUAL",
    )


def _contours(grid: Grid, slices: list[Dataset], number: int, body: Body) -> Dataset:
    contours = []
    for index, image in enumerate(slices):
        height = grid.position(index)[2]
        reach = 1 - ((height - body.centre[2]) / body.radii[2]) ** 2
        if reach <= 0:
            continue
        angles = np.arange(CONTOUR_POINTS) * 2 * np.pi / CONTOUR_POINTS
        x = body.centre[0] + body.radii[0] * np.sqrt(reach) * np.cos(angles)
        y = body.centre[1] + body.radii[1] * np.sqrt(reach) * np.sin(angles)
        points = np.stack([x, y, np.full(CONTOUR_POINTS, height)], axis=1)
        contour = _item(ContourGeometricType="CLOSED_PLANAR", NumberOfContourPoints=CONTOUR_POINTS)
        contour.ContourData = [f"{value:.4f}" for value in points.ravel()]
        contour.ContourImageSequence = Sequence([_image(image)])
        contours.append(contour)
    item = _item(ReferencedROINumber=number, ROIDisplayColor=list(COLOURS[number - 1]))
    item.ContourSequence = Sequence(contours)
    return item


def _observation(number: int) -> Dataset:
    return _item(ObservationNumber=number, ReferencedROINumber=number, RTROIInterpretedType="", ROIInterpreter="")


def _image(image: Dataset) -> Dataset:
    return _item(ReferencedSOPClassUID=image.SOPClassUID, ReferencedSOPInstanceUID=image.SOPInstanceUID)


def _item(**values: object) -> Dataset:
    item = Dataset()
    for name, value in values.items():
        setattr(item, name, value)
    return item
