"""Computes radiomics features for every series of a batch, inside a mask or for the whole image.

A series that fails is reported and the others go on. The container fails when no series has features.
"""

import logging
import os
import platform
import sys
import time
from datetime import datetime, timezone
from importlib.metadata import version

import radiomics
import SimpleITK as sitk
from radiomics.featureextractor import RadiomicsFeatureExtractor

from batch import Series, SeriesError, find_series, find_series_folders
from results import Outcome, Row, finite, write_csv, write_json, write_report
from settings import ParameterError, Settings, read_settings

log = logging.getLogger("extract_features")

EXIT_FAILED = 1
EXIT_BAD_PARAMETERS = 2

WHOLE_IMAGE_LABEL = 1
# Images and masks come from different programs, which round directions and spacings differently.
GEOMETRY_TOLERANCE = 1e-4


def main() -> int:
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s", stream=sys.stdout)
    silence_progress()
    try:
        settings = read_settings(os.environ)
    except ParameterError as error:
        log.error("%s", error)
        return EXIT_BAD_PARAMETERS
    return extract_batch(settings)


def silence_progress() -> None:
    """PyRadiomics logs every step twice, with its own handler and with ours. Keep only errors, with ours."""
    radiomics.logger.removeHandler(radiomics.handler)
    radiomics.logger.setLevel(logging.ERROR)


def extract_batch(settings: Settings) -> int:
    folders = find_series_folders(settings)
    if not folders:
        log.error("No series in %s: nothing to extract features from.", settings.batch_folder)
        return EXIT_FAILED
    rows: list[Row] = []
    outcomes: list[Outcome] = []
    for number, folder in enumerate(folders, start=1):
        start = time.monotonic()
        problem = None
        try:
            rows.append(extract_series(find_series(folder, settings), settings))
        except Exception as error:  # A failing series must not stop the others.
            problem = describe(error)
        outcomes.append(Outcome(folder.name, problem, round(time.monotonic() - start, 3)))
        log_outcome(outcomes[-1], f"{number}/{len(folders)}")
    write_report(settings.result_folder / "report.json", outcomes)
    if not rows:
        log.error("None of %d series has features; see the reasons above.", len(folders))
        return EXIT_FAILED
    write_csv(settings.result_folder / "features.csv", rows)
    log.info("%d of %d series have features.", len(rows), len(folders))
    return 0


def extract_series(series: Series, settings: Settings) -> Row:
    """Computes and writes the features of a series. Returns its row of the batch table."""
    image = read_image(series.image)
    if series.mask is None:
        image, mask = whole_image_region(image)
        classes = tuple(name for name in settings.feature_classes if name != "shape")
        label = WHOLE_IMAGE_LABEL
    else:
        mask, classes, label = read_image(series.mask), settings.feature_classes, settings.mask_label
    if not classes:
        raise SeriesError("Shape features need a mask. The shape of a whole image is just its frame.")
    extractor = make_extractor(settings, classes, label)
    result = extractor.execute(image, mask)
    features = {name: finite(float(value)) for name, value in result.items() if not name.startswith("diagnostics_")}
    mask_name = None if series.mask is None else series.mask.name
    region = {
        "kind": "whole image" if series.mask is None else "mask",
        "label": label,
        "voxels": int(result["diagnostics_Mask-original_VoxelNum"]),
        "feature_classes": classes,
    }
    provenance = {
        "created": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "input": {"image": series.image.name, "mask": mask_name},
        "settings": describe_settings(settings, extractor),
        "versions": versions(),
    }
    content = {"series": series.name, "features": features, "region": region, "provenance": provenance}
    row: Row = {"series": series.name, "image": series.image.name, "mask": mask_name, **features}
    write_json(series.output_folder / "features.json", content)
    write_csv(series.output_folder / "features.csv", [row])
    return row


def read_image(path: os.PathLike[str]) -> sitk.Image:
    image = sitk.ReadImage(os.fspath(path))
    if image.GetDimension() != 3:
        raise SeriesError(f"{path} has {image.GetDimension()} dimensions; only three-dimensional images are supported.")
    return image


def whole_image_region(image: sitk.Image) -> tuple[sitk.Image, sitk.Image]:
    """A mask of the whole image. PyRadiomics needs background, so both grow by one voxel on each side."""
    mask = sitk.Image(image.GetSize(), sitk.sitkUInt8) + WHOLE_IMAGE_LABEL
    mask.CopyInformation(image)
    margin = [1, 1, 1]
    return sitk.ZeroFluxNeumannPad(image, margin, margin), sitk.ConstantPad(mask, margin, margin, 0)


def make_extractor(settings: Settings, classes: tuple[str, ...], label: int) -> RadiomicsFeatureExtractor:
    extractor = RadiomicsFeatureExtractor(
        binWidth=settings.bin_width, label=label, geometryTolerance=GEOMETRY_TOLERANCE
    )
    extractor.disableAllFeatures()
    for name in classes:
        extractor.enableFeatureClassByName(name)
    extractor.disableAllImageTypes()
    for name in settings.image_filters:
        arguments = {"sigma": list(settings.log_sigma)} if name == "LoG" else {}
        extractor.enableImageTypeByName(name, customArgs=arguments)
    return extractor


def describe_settings(settings: Settings, extractor: RadiomicsFeatureExtractor) -> dict[str, object]:
    """The requested settings, and all resulting settings of PyRadiomics."""
    return {
        "feature_classes": settings.feature_classes,
        "image_filters": settings.image_filters,
        "bin_width": settings.bin_width,
        "mask_label": settings.mask_label,
        "pyradiomics": {**extractor.settings, "imageTypes": extractor.enabledImagetypes},
    }


def versions() -> dict[str, str]:
    packages = {name: version(name) for name in ("pyradiomics", "SimpleITK", "numpy", "PyWavelets")}
    return {"python": platform.python_version(), **packages}


def describe(error: Exception) -> str:
    """SimpleITK puts its source position first. The reason is on the last line."""
    text = str(error).strip()
    return text.splitlines()[-1].strip() if text else type(error).__name__


def log_outcome(outcome: Outcome, position: str) -> None:
    if outcome.problem is None:
        log.info("[%s] %s: done in %.1f s", position, outcome.series, outcome.seconds)
    else:
        log.error("[%s] %s: %s", position, outcome.series, outcome.problem)


if __name__ == "__main__":
    sys.exit(main())
