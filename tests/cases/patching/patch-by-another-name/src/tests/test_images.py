from functools import partial
from unittest import mock

from app import images

override = mock.patch
fake = partial(mock.patch, "app.images.from_env")


def test_override():
    with override("app.images.from_env") as from_env:
        from_env.return_value.images.return_value = []
        assert images.names() == []


def test_fake():
    with fake() as from_env:
        from_env.return_value.images.return_value = []
        assert images.names() == []
