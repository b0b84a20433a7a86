from unittest import mock

from app import core


def test_load():
    with mock.patch("app.engine.framely") as framely:
        framely.read.return_value = 3
        assert core.load("1") == 3
