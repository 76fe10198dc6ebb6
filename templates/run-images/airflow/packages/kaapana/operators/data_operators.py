"""Operators that get, send, pack and record data. Facts: Kaapana 0.6.0; folders are those of src/core/runs."""

from __future__ import annotations

from .builtin import BuiltInContainer, BuiltInPython

_MINIO_EXTENSIONS = (".json", ".mat", ".py", ".zip", ".txt", ".gz", ".csv", ".pdf", ".png", ".jpg")


class LocalWorkflowCleanerOperator(BuiltInContainer):
    """A pod, despite its name. Without clean_workflow_dir the run's folder stays."""

    default_name = "workflow-cleaner"
    own = {"clean_workflow_dir": True}


class GetInputOperator(BuiltInContainer):
    """``data_type``: dicom, json (metadata) or all. ``check_modality`` compares with ``input`` of the form."""

    default_name = "get-input-data"
    memory = (500, 10000)
    own = {"data_type": "dicom", "check_modality": False}


class LocalGetInputDataOperator(BuiltInPython):
    default_name = "get-input-data"
    own = {"data_type": "dicom", "check_modality": False}


class GetRefSeriesOperator(BuiltInContainer):
    """``search_policy``: reference_uid (the image that a SEG or RTSTRUCT names) or study_uid."""

    default_name = "get-ref-series"
    own = {
        "search_policy": "reference_uid",
        "data_type": "dicom",
        "modalities": [],
        "custom_tags": [],
        "skip_empty_ref_dir": False,
    }


class LocalGetRefSeriesOperator(BuiltInPython):
    default_name = "get-ref-series"
    own = GetRefSeriesOperator.own


class MinioOperator(BuiltInContainer):
    """Without a bucket the project's own; ``put`` takes files by their extensions, ``get`` needs source_files."""

    default_name = "transfer-files-with-minio"
    own = {
        "action": "get",
        "bucket_name": None,
        "minio_prefix": None,
        "batch_input_operators": [],
        "none_batch_input_operators": [],
        "source_files": [],
        "whitelisted_file_extensions": _MINIO_EXTENSIONS,
        "zip_files": False,
    }


class LocalMinioOperator(BuiltInPython):
    """The bucket is called like the DAG."""

    default_name = "minio-actions"
    own = {
        "action": "get",
        "bucket_name": None,
        "action_operators": [],
        "action_operator_dirs": [],
        "action_files": [],
        "minio_prefix": None,
        "file_white_tuples": _MINIO_EXTENSIONS,
        "zip_files": False,
    }


class LocalVolumeMountOperator(BuiltInPython):
    default_name = "local-volume-mount"
    own = {"action": "get", "action_files": [], "action_operators": [], "action_operator_dirs": []}


class DcmSendOperator(BuiltInContainer):
    """``level``: element (every series) or batch (the folder of the run)."""

    default_name = "dcmsend"
    memory = (50, 4000)
    own = {"level": "element", "ae_title": None, "task_num": None}


class ZipUnzipOperator(BuiltInContainer):
    default_name = "zip-unzip"
    own = {
        "mode": "zip",
        "target_filename": None,
        "subdir": None,
        "whitelist_files": None,
        "blacklist_files": None,
        "batch_level": False,
    }


class Bin2DcmOperator(BuiltInContainer):
    default_name = "bin2dcm"
    hands_on_parallel_id = False
    own = {"file_extensions": "*.zip", "size_limit": None}


class LocalDcm2JsonOperator(BuiltInPython):
    default_name = "dcm2json"


class LocalTaggingOperator(BuiltInPython):
    default_name = "tagging"


class LocalConcatJsonOperator(BuiltInPython):
    """Writes ``<time>-<name>.json`` into the folder of the run."""

    default_name = "concat-json"


class LocalDcmBranchingOperator(BuiltInPython):
    default_name = "dcm-branching"


class LocalDagTriggerOperator(BuiltInPython):
    default_name = "dag-trigger"


class Json2MetaOperator(BuiltInContainer):
    default_name = "json2meta"


class LocalJson2MetaOperator(BuiltInPython):
    default_name = "json2meta"


class DeleteFromPacsOperator(BuiltInContainer):
    default_name = "delete-from-pacs"


class DeleteFromMetaOperator(BuiltInContainer):
    default_name = "delete-from-meta"


class LocalDeleteFromMetaOperator(BuiltInPython):
    default_name = "delete-from-meta"


class ClearValidationResultOperator(BuiltInContainer):
    default_name = "clear-validation-result"


class NotifyOperator(BuiltInContainer):
    default_name = "notify"
