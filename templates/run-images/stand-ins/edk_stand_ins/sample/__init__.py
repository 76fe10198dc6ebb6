"""Generated DICOM: bodies of known size and value, the same bytes every time, nobody's data."""
