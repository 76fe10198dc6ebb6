"""The batch on disk: one folder per series, in it one folder per operator."""

from dataclasses import dataclass
from pathlib import Path

from settings import Settings

IMAGE_ENDINGS = (".nii.gz", ".nii", ".nrrd")


class SeriesError(Exception):
    """Why one series has no features; the others go on."""


@dataclass(frozen=True)
class Series:
    name: str
    image: Path
    mask: Path | None
    """None: the whole image is the region."""
    output_folder: Path


def find_series_folders(settings: Settings) -> list[Path]:
    if not settings.batch_folder.is_dir():
        return []
    return sorted(folder for folder in settings.batch_folder.iterdir() if folder.is_dir())


def find_series(folder: Path, settings: Settings) -> Series:
    """Once masks are asked for, a series without one fails: features of the whole image would pass for the region's."""
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
        raise SeriesError(f"{len(found)} files in {folder}, where one {kind} is expected: {names}.")
    return found[0]
