import unittest
from unittest import mock

import app
from app.codec import encode


class TestApp(unittest.TestCase):
    def test_codec(self):
        self.assertEqual(encode("ab"), "QUI=")

    def test_error(self):
        with self.assertRaises(app.HarbourError):
            app.load("{")

    def test_patched(self):
        with mock.patch("app.tools.json") as json:
            app.Client().fetch("x")
        json.dumps.assert_called_once()

    def test_plugins(self):
        from app.registry import TABLE

        self.assertEqual(list(TABLE), ["north", "south"])
