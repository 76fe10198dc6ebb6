from datetime import timedelta

from kaapana.blueprints.kaapana_global_variables import DEFAULT_REGISTRY, KAAPANA_BUILD_VERSION
from kaapana.operators.KaapanaBaseOperator import KaapanaBaseOperator


class PyradiomicsExtractorOperator(KaapanaBaseOperator):
    """Extracts radiomics features from NIfTI or NRRD images.

    Writes features.json and features.csv per series, and features.csv and report.json for the batch.

    :param input_operator: writes one image per series, e.g. DcmConverterOperator.
    :param mask_operator: writes one mask per series in the image's geometry, e.g. a segmentation. Run it upstream.
        Without it the whole image is the region.
    """

    def __init__(
        self,
        dag,
        name="pyradiomics-feature-extractor",
        mask_operator=None,
        env_vars=None,
        execution_timeout=timedelta(hours=6),
        ram_mem_mb=4000,
        ram_mem_mb_lmt=16000,
        **kwargs,
    ):
        # Values must be strings: None breaks runs in the development server.
        mask_folder = "" if mask_operator is None else str(mask_operator.operator_out_dir)
        super().__init__(
            dag=dag,
            name=name,
            image=f"{DEFAULT_REGISTRY}/pyradiomics-feature-extractor:{KAAPANA_BUILD_VERSION}",
            image_pull_secrets=["registry-secret"],
            env_vars={"OPERATOR_IN_MASK_DIR": mask_folder, **(env_vars or {})},
            execution_timeout=execution_timeout,
            ram_mem_mb=ram_mem_mb,
            ram_mem_mb_lmt=ram_mem_mb_lmt,
            **kwargs,
        )
