"""Writes an image of a sphere (grey value 100 in noise) and its mask: python3 - <folder of the series>"""

import math
import sys
from pathlib import Path

import numpy as np
import SimpleITK as sitk

RADIUS_MM = 20.0
SPACING = (0.8, 0.8, 1.2)  # x, y, z
SIZE = (60, 60, 40)

x, y, z = (
    (np.arange(size) - (size - 1) / 2) * spacing for size, spacing in zip(SIZE, SPACING, strict=True)
)
inside = z[:, None, None] ** 2 + y[None, :, None] ** 2 + x[None, None, :] ** 2 <= RADIUS_MM**2
noise = np.random.default_rng(seed=1).normal(0, 10, inside.shape)


def write(array: np.ndarray, path: Path) -> None:
    image = sitk.GetImageFromArray(array)
    image.SetSpacing(SPACING)
    path.parent.mkdir(parents=True, exist_ok=True)
    sitk.WriteImage(image, str(path))


for folder in map(Path, sys.argv[1:]):
    write((100 * inside + noise).astype(np.float32), folder / "image" / "sphere.nii.gz")
    write((3 * inside).astype(np.uint8), folder / "mask" / "sphere.nii.gz")
print(4 / 3 * math.pi * RADIUS_MM**3)
