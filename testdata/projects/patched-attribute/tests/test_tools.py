import unittest
from unittest import mock

from app import tools


class ToolsTest(unittest.TestCase):
    def test_class_attribute(self):
        with mock.patch.object(tools.Keel, "double", return_value="patched"):
            self.assertEqual(tools.heavy(1), "patched")
        self.assertEqual(tools.heavy(1), tools.Keel(2))

    def test_function_of_the_package(self):
        with mock.patch("app.tools.ballast.weigh", return_value=-1):
            self.assertEqual(tools.total(1), -1)
        self.assertEqual(tools.total(1, 2), 3)

    def test_the_name_itself(self):
        with mock.patch("app.tools.Keel") as keel:
            tools.heavy(4)
        keel.assert_called_once_with(4)
        self.assertEqual(tools.heavy(1).weight, 2)
