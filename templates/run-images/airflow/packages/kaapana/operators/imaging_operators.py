"""Operators that convert, combine and measure images. Facts: Kaapana 0.6.0; folders are those of src/core/runs."""

from __future__ import annotations

from .builtin import BuiltInContainer, BuiltInPython


class DcmConverterOperator(BuiltInContainer):
    """``output_format``: nrrd or nii.gz; "nii" leaves nrrd."""

    default_name = "dcm-converter"
    memory = (2000, 12000)
    own = {"output_format": "nrrd"}


class MergeMasksOperator(BuiltInContainer):
    """``mode``: combine or fuse (labels of the form)."""

    default_name = "combine-masks"
    memory = (8000, None)
    hands_on_parallel_id = False
    own = {"mode": "combine"}


class Itk2DcmSegOperator(BuiltInContainer):
    """Masks of ``segmentation_operator`` become DICOM SEG on the series of the input."""

    default_name = "nrrd2dcmseg"
    memory = (6000, 12000)
    own = {
        "segmentation_operator": None,
        "input_type": "multi_label_seg",
        "single_label_seg_info": None,
        "multi_label_seg_info_json": "seg_info.json",
        "multi_label_seg_name": "multi-label-segmentation",
        "series_description": None,
        "skip_empty_slices": False,
    }


class DcmSeg2ItkOperator(BuiltInContainer):
    default_name = "dcmseg2nrrd"
    own = {"output_type": "nrrd", "seg_filter": None}


class Mask2nifitiOperator(BuiltInContainer):
    """SEG or RTSTRUCT to one mask each; RTSTRUCT needs ``dicom_operator``."""

    default_name = "mask2nifti"
    memory = (3000, 20000)
    own = {"dicom_operator": None, "seg_filter": None, "output_type": "nii.gz"}


class LocalFilterMasksOperator(BuiltInPython):
    """``label_filter`` of the form."""

    default_name = "filter-masks"
    own = {"label_filter_key": "label_filter"}


class LocalModifySegLabelNamesOperator(BuiltInPython):
    """``old_labels`` and ``new_labels`` of the form."""

    default_name = "modify-seg-label-names"
    own = {"metainfo_input_operator": None, "results_to_in_dir": False, "write_seginfo_results": True}


class PyRadiomicsOperator(BuiltInContainer):
    """Skipped unless ``radiomics`` of the form is true."""

    default_name = "pyradiomics"
    own = {"segmentation_operator": None}


class ResampleOperator(BuiltInContainer):
    """Onto the grid of ``original_img_operator``, where shapes differ."""

    default_name = "resample"
    own = {"original_img_operator": None}


class DcmModifyOperator(BuiltInContainer):
    """Tags ``(gggg,eeee)=value;...``, changed in place."""

    default_name = "dcmmodify"
    hands_on_parallel_id = False
    own = {"dicom_tags_to_modify": None}


class Json2DcmSROperator(BuiltInContainer):
    default_name = "json2dcmsr"
    own = {"src_dicom_operator": None, "seg_dicom_operator": None}


class Itk2DcmOperator(BuiltInContainer):
    default_name = "itk2dcm"


class Pdf2DcmOperator(BuiltInContainer):
    default_name = "pdf2dcm"
    own = {"pdf_title": None, "dicom_operator": None}


class UpdateSegInfoJSONOperator(BuiltInContainer):
    default_name = "update-seg-info-json"
    hands_on_parallel_id = False
    own = {"mode": None}


class CCAOperator(BuiltInContainer):
    default_name = "cca"


class TrainTestSplitOperator(BuiltInContainer):
    default_name = "train-test-split"


class DcmQueryOperator(BuiltInContainer):
    default_name = "dcmqr"


class DcmValidatorOperator(BuiltInContainer):
    default_name = "dcm-validator"


class GenerateThumbnailOperator(BuiltInContainer):
    default_name = "generate-thumbnail"
    own = {"orig_image_operator": None}


class JupyterlabReportingOperator(BuiltInContainer):
    """``<run id>-report.<format>`` in the folder of the run."""

    default_name = "jupyterlab-reporting"
    own = {"notebook_filename": None, "notebook_dir": None, "output_format": "html"}


class SegmentationEvaluationOperator(BuiltInContainer):
    default_name = "segmentation-evaluation"
    own = {"gt_operator": None, "test_seg_operator": None}
