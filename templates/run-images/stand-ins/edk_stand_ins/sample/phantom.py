"""A patient made of simple bodies, and what a scanner sees of it.

Coordinates are DICOM's (LPS), in mm, as (x, y, z). Arrays are indexed [slice, row, column].
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

AIR, WATER, TABLE = -1000.0, 0.0, 150.0
"""Hounsfield units."""

NOISE = 10.0
"""Standard deviation in Hounsfield units."""


@dataclass(frozen=True)
class Body:
    """An ellipsoid, or a sphere where all radii are equal."""

    name: str
    centre: tuple[float, float, float]
    radii: tuple[float, float, float]
    """In mm."""
    value: float
    """In Hounsfield units."""
    mr_value: float

    @property
    def volume(self) -> float:
        """In mm³."""
        return float(4 / 3 * np.pi * np.prod(self.radii))


@dataclass(frozen=True)
class Grid:
    """The voxels of a series."""

    shape: tuple[int, int, int]
    """Slices, rows, columns."""
    spacing: tuple[float, float, float]
    """Between slices, rows and columns, in mm."""
    origin: tuple[float, float, float]
    """Centre of the first voxel."""
    row: tuple[float, float, float] = (1, 0, 0)
    """Direction in which columns count up."""
    column: tuple[float, float, float] = (0, 1, 0)
    """Direction in which rows count up."""

    @property
    def normal(self) -> NDArray[np.float64]:
        return np.cross(self.row, self.column)

    @property
    def voxel_volume(self) -> float:
        return float(np.prod(self.spacing))

    def position(self, index: int) -> list[float]:
        """Of the first voxel of a slice."""
        return [float(value) for value in np.array(self.origin) + self.normal * self.spacing[0] * index]

    def coordinates(self) -> NDArray[np.float64]:
        """Where every voxel lies: [slice, row, column, xyz]."""
        steps = [np.arange(length) * step for length, step in zip(self.shape, self.spacing, strict=True)]
        slices, rows, columns = np.meshgrid(*steps, indexing="ij")
        offsets = (
            slices[..., None] * self.normal
            + rows[..., None] * np.array(self.column, dtype=float)
            + columns[..., None] * np.array(self.row, dtype=float)
        )
        return np.array(self.origin, dtype=float) + offsets


def axial_grid(size: int) -> Grid:
    """A CT of 96 x 96 x 80 mm; ``size`` voxels in each direction of a slice, slices 2 mm apart."""
    spacing = 96 / size
    corner = -48 + spacing / 2
    return Grid((40, size, size), (2.0, spacing, spacing), (corner, corner, -39.0))


def coronal_grid(size: int) -> Grid:
    """An MR of the same patient, in another orientation and coarser."""
    spacing = 96 / size
    corner = -48 + spacing / 2
    return Grid((32, size, size), (3.0, spacing, spacing), (corner, -46.5, 48 - spacing / 2), (1, 0, 0), (0, 0, -1))


def inside(body: Body, coordinates: NDArray[np.float64]) -> NDArray[np.bool_]:
    """The voxels whose centres lie in a body."""
    distance = ((coordinates - np.array(body.centre)) / np.array(body.radii)) ** 2
    return distance.sum(axis=-1) <= 1


def trunk(coordinates: NDArray[np.float64]) -> NDArray[np.bool_]:
    x, y = coordinates[..., 0], coordinates[..., 1]
    return (x / 44) ** 2 + (y / 36) ** 2 <= 1


def ct_values(grid: Grid, bodies: tuple[Body, ...], seed: int) -> NDArray[np.int16]:
    """Hounsfield units of a patient on a table, with noise that the seed decides."""
    coordinates = grid.coordinates()
    values = np.full(grid.shape, AIR)
    values[(coordinates[..., 1] >= 38) & (coordinates[..., 1] <= 42)] = TABLE
    values[trunk(coordinates)] = WATER
    for body in bodies:
        values[inside(body, coordinates)] = body.value
    return (values + noise(grid, seed) * NOISE).round().clip(-1024, 3071).astype(np.int16)


def mr_values(grid: Grid, bodies: tuple[Body, ...], seed: int) -> NDArray[np.int16]:
    """Values without a unit, from 0."""
    coordinates = grid.coordinates()
    values = np.zeros(grid.shape)
    values[trunk(coordinates)] = 300
    for body in bodies:
        values[inside(body, coordinates)] = body.mr_value
    return np.abs(values + noise(grid, seed) * NOISE).round().astype(np.int16)


def noise(grid: Grid, seed: int) -> NDArray[np.float64]:
    """Of mean 0 and variance 1, from whole numbers: their sums are the same on every processor."""
    random = np.random.Generator(np.random.PCG64(seed))
    return (random.integers(0, 1000, (4, *grid.shape)).sum(axis=0) - 1998) / 577.35
