"""Run with "edk test", in the image of the container."""

import sys
import unittest
from pathlib import Path

sys.path[:0] = ["/kaapana/app", str(Path(__file__).parent.parent / "files")]

from settings import FEATURE_CLASSES, ParameterError, read_settings  # noqa: E402

PLATFORM = {"WORKFLOW_DIR": "data/run", "BATCH_NAME": "batch", "OPERATOR_IN_DIR": "in", "OPERATOR_OUT_DIR": "out"}


class ReadSettings(unittest.TestCase):
    def test_defaults_when_the_form_was_left_empty(self) -> None:
        settings = read_settings({**PLATFORM, "FEATURE_CLASSES": "None", "BIN_WIDTH": ""})
        self.assertEqual(settings.feature_classes, FEATURE_CLASSES)
        self.assertEqual((settings.image_filters, settings.bin_width, settings.mask_label), (("Original",), 25, 1))
        self.assertIsNone(settings.mask_folder_name)

    def test_the_workflow_folder_is_absolute_however_the_platform_writes_it(self) -> None:
        for text in ("data/run", "/data/run"):
            settings = read_settings({**PLATFORM, "WORKFLOW_DIR": text})
            self.assertEqual(settings.batch_folder, Path("/data/run/batch"))

    def test_lists_arrive_as_python_literals(self) -> None:
        settings = read_settings({**PLATFORM, "FEATURE_CLASSES": "['glcm', 'shape']", "LOG_SIGMA": "[1, 2.5]"})
        self.assertEqual(settings.feature_classes, ("shape", "glcm"))
        self.assertEqual(settings.log_sigma, (1, 2.5))

    def test_values_nobody_can_compute_with(self) -> None:
        for name, value, expected in (
            ("FEATURE_CLASSES", "shape", "must be a list"),
            ("FEATURE_CLASSES", "[]", "at least one entry"),
            ("FEATURE_CLASSES", "['colour']", "'colour'; valid values are firstorder"),
            ("IMAGE_FILTERS", "['Blur']", "valid values are Original"),
            ("BIN_WIDTH", "0", "greater than 0"),
            ("BIN_WIDTH", "nan", "greater than 0"),
            ("BIN_WIDTH", "wide", "must be a number"),
            ("MASK_LABEL", "1.5", "whole number"),
            ("LOG_SIGMA", "[1, -2]", "greater than 0"),
            ("WORKFLOW_DIR", "", "WORKFLOW_DIR is not set"),
        ):
            with self.subTest(name=name, value=value):
                with self.assertRaises(ParameterError) as caught:
                    read_settings({**PLATFORM, name: value})
                self.assertIn(name, str(caught.exception))
                self.assertIn(expected, str(caught.exception))


if __name__ == "__main__":
    unittest.main()
