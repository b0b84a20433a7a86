import unittest
from unittest import mock

from app import extras


class TestExtras(unittest.TestCase):
    @mock.patch("app.extras.HAS_BALLAST", False)
    def test_without(self):
        self.assertEqual(extras.limit(), 0)

    def test_with(self):
        self.assertEqual(extras.limit(), 7)

    def test_bar(self):
        with mock.patch.object(extras, "progress", list):
            self.assertEqual(extras.bar((1, 2)), [1, 2])
        self.assertEqual(extras.bar((1, 2)), (1, 2))
