import unittest
from unittest import mock

from app import main, settings


class SettingsTest(unittest.TestCase):
    def test_patched(self):
        with mock.patch("app.settings.GREETING") as greeting:
            settings.greet("x")
        greeting.substitute.assert_called_once_with(word="hello", name="x")
        with mock.patch.object(settings, "KINDS", []):
            self.assertEqual(settings.kinds(), [])
        self.assertEqual(settings.greet("x"), "hello, x")

    def test_patched_where_it_is_used(self):
        with mock.patch("app.main.add", return_value=9):
            self.assertEqual(main.main()[2], 9)
        self.assertEqual(main.main()[2], 3)
