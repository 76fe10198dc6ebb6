"""Run with "edk test", in the image of the container."""

import sys
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path

sys.path[:0] = ["/kaapana/app", str(Path(__file__).parent.parent / "files")]

from batch import SeriesError, find_series, find_series_folders  # noqa: E402
from settings import read_settings  # noqa: E402

PLATFORM = {"WORKFLOW_DIR": "/run", "BATCH_NAME": "batch", "OPERATOR_IN_DIR": "image", "OPERATOR_OUT_DIR": "out"}


class FindSeries(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.batch = Path(folder.name)
        self.settings = replace(read_settings(PLATFORM), batch_folder=self.batch)

    def write(self, *paths: str) -> None:
        for path in paths:
            (self.batch / path).parent.mkdir(parents=True, exist_ok=True)
            (self.batch / path).touch()

    def test_every_folder_of_the_batch_is_a_series(self) -> None:
        self.write("1.2.4/image/a.nii.gz", "1.2.3/image/a.nii.gz", "notes.txt")
        self.assertEqual([folder.name for folder in find_series_folders(self.settings)], ["1.2.3", "1.2.4"])

    def test_a_series_has_one_image_and_one_mask(self) -> None:
        self.write("1.2.3/image/a.nii.gz", "1.2.3/image/info.json", "1.2.3/mask/b.nrrd")
        series = find_series(self.batch / "1.2.3", replace(self.settings, mask_folder_name="mask"))
        self.assertEqual((series.image.name, series.mask and series.mask.name), ("a.nii.gz", "b.nrrd"))
        self.assertEqual(series.output_folder, self.batch / "1.2.3" / "out")

    def test_a_series_without_an_image_or_an_expected_mask_has_a_reason(self) -> None:
        self.write("empty/other/a.nii.gz", "two/image/a.nii.gz", "two/image/b.nii.gz", "unmasked/image/a.nii.gz")
        for name, expected in (("empty", "No image"), ("two", "2 files"), ("unmasked", "No mask")):
            with self.subTest(name=name), self.assertRaises(SeriesError) as caught:
                find_series(self.batch / name, replace(self.settings, mask_folder_name="mask"))
            self.assertIn(expected, str(caught.exception))


if __name__ == "__main__":
    unittest.main()
