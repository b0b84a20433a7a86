from unittest import mock

import app


def test_size():
    with mock.patch("heavy.VALUE", 5):
        assert app.size() == 5
