"""Computes radiomics features of images from the PACS and saves them in the project's bucket."""

from datetime import datetime, timedelta

from airflow.models import DAG
from kaapana.operators.DcmConverterOperator import DcmConverterOperator
from kaapana.operators.GetInputOperator import GetInputOperator
from kaapana.operators.LocalWorkflowCleanerOperator import LocalWorkflowCleanerOperator
from kaapana.operators.MinioOperator import MinioOperator
from pyradiomics_feature_extractor.PyradiomicsExtractorOperator import PyradiomicsExtractorOperator

# The container receives each property as an environment variable in capitals, e.g. BIN_WIDTH.
workflow_form = {
    "type": "object",
    "properties": {
        "feature_classes": {
            "title": "Feature classes",
            "description": "Shape needs a mask and is skipped without one.",
            "type": "array",
            "items": {
                "type": "string",
                "enum": ["firstorder", "shape", "glcm", "glrlm", "glszm", "gldm", "ngtdm"],
            },
            "default": ["firstorder", "shape", "glcm"],
            "required": True,
        },
        "image_filters": {
            "title": "Image filters",
            "description": "Features are computed on the result of each filter. Original is the unfiltered image.",
            "type": "array",
            "items": {
                "type": "string",
                "enum": [
                    "Original",
                    "Wavelet",
                    "LoG",
                    "Square",
                    "SquareRoot",
                    "Logarithm",
                    "Exponential",
                    "Gradient",
                ],
            },
            "default": ["Original"],
            "required": True,
        },
        "bin_width": {
            "title": "Bin width",
            "description": "Width of a histogram bin, in the unit of the image, e.g. Hounsfield units.",
            "type": "number",
            "default": 25,
            "exclusiveMinimum": 0,
            "required": True,
        },
        "mask_label": {
            "title": "Label in the mask",
            "description": "Value of the region's voxels in the mask. Has no effect without a mask.",
            "type": "integer",
            "default": 1,
            "minimum": 1,
            "required": True,
        },
        "single_execution": {
            "title": "Single execution",
            "description": "One workflow run per series instead of one for all.",
            "type": "boolean",
            "default": False,
            "readOnly": False,
        },
    },
}

default_args = {
    "ui_visible": True,
    "ui_forms": {"workflow_form": workflow_form},
    "owner": "kaapana",
    "start_date": datetime(2024, 1, 1),
    "retries": 0,
    "retry_delay": timedelta(seconds=30),
}

dag = DAG(
    dag_id="pyradiomics-feature-extractor",
    default_args=default_args,
    schedule_interval=None,
    concurrency=10,
    max_active_runs=5,
)

get_input = GetInputOperator(dag=dag)

convert = DcmConverterOperator(dag=dag, input_operator=get_input, output_format="nii.gz")

# For features inside a region, name the operator that writes the masks: mask_operator=<your segmentation>.
extract = PyradiomicsExtractorOperator(dag=dag, input_operator=convert)

# batch_input_operators: the files of each series; none_batch_input_operators: table and report of the whole batch.
put_to_minio = MinioOperator(
    dag=dag,
    name="put-features-to-minio",
    action="put",
    minio_prefix="pyradiomics-feature-extractor",
    batch_input_operators=[extract],
    none_batch_input_operators=[extract],
    whitelisted_file_extensions=[".json", ".csv"],
)

clean = LocalWorkflowCleanerOperator(dag=dag, clean_workflow_dir=True)

get_input >> convert >> extract >> put_to_minio >> clean
