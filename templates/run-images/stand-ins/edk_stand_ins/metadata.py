"""The metadata of a series as the platform's index has it: ``"<tag> <keyword>_<type>": value``."""

from __future__ import annotations

from typing import Any

from pydicom import DataElement, Dataset, dcmread

from .contract import Failed
from .dicom_files import Instance

TYPES = {
    "DS": "float", "FL": "float", "FD": "float",
    "IS": "integer", "SL": "integer", "SS": "integer", "UL": "integer", "US": "integer",
    "DA": "date", "TM": "time", "DT": "datetime", "SQ": "object",
}  # fmt: skip
BINARY = ("OB", "OD", "OF", "OL", "OV", "OW", "UN")


def metadata_of(instance: Instance) -> dict[str, Any]:
    """Of the first file of a series, without pixels and private elements."""
    try:
        return describe(dcmread(instance.path, stop_before_pixels=True))
    except (OSError, ValueError, NotImplementedError) as error:
        raise Failed(f"{instance.path.name} cannot be read: {error}") from error


def describe(dataset: Dataset) -> dict[str, Any]:
    elements = (element for element in dataset if not element.tag.is_private and element.VR not in BINARY)
    return {key_of(element): value_of(element) for element in elements if not element.is_empty}


def key_of(element: DataElement) -> str:
    return f"{element.tag.group:04X}{element.tag.element:04X} {element.keyword}_{TYPES.get(element.VR, 'keyword')}"


def value_of(element: DataElement) -> Any:
    if element.VR == "SQ":
        items = [describe(item) for item in element.value]
        return items[0] if len(items) == 1 else items
    values = [plain(value, element.VR) for value in (element.value if element.VM > 1 else [element.value])]
    return values if element.VM > 1 else values[0]


def plain(value: Any, representation: str) -> Any:
    kind = TYPES.get(representation)
    if kind == "float":
        return float(value)
    if kind == "integer":
        return int(value)
    text = str(value)
    if kind == "date" and len(text) == 8:
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return text
