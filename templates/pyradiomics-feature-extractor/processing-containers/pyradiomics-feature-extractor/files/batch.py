"""The batch on disk: one folder per series, with one folder per operator in it."""

from dataclasses import dataclass
from pathlib import Path

from settings import Settings

IMAGE_ENDINGS = (".nii.gz", ".nii", ".nrrd")


class SeriesError(Exception):
    """Why a series has no features. The other series continue."""


@dataclass(frozen=True)
class Series:
    name: str
    image: Path
    mask: Path | None
    """None if the whole image is the region."""
    output_folder: Path


def find_series_folders(settings: Settings) -> list[Path]:
    if not settings.batch_folder.is_dir():
        return []
    return sorted(folder for folder in settings.batch_folder.iterdir() if folder.is_dir())


def find_series(folder: Path, settings: Settings) -> Series:
    """Fails without an expected mask: whole-image features could be mistaken for those of the region."""
    mask_folder = None if settings.mask_folder_name is None else folder / settings.mask_folder_name
    return Series(
        name=folder.name,
        image=find_one_image(folder / settings.image_folder_name, "image"),
        mask=None if mask_folder is None else find_one_image(mask_folder, "mask"),
        output_folder=folder / settings.output_folder_name,
    )


def find_one_image(folder: Path, kind: str) -> Path:
    found = sorted(path for path in folder.glob("*") if path.is_file() and path.name.endswith(IMAGE_ENDINGS))
    if not found:
        raise SeriesError(f"No {kind} in {folder}: no file ends in {', '.join(IMAGE_ENDINGS)}.")
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise SeriesError(f"{len(found)} files in {folder}, but one {kind} is expected: {names}.")
    return found[0]
