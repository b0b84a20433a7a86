from unittest.mock import patch

from app import report


def test_most():
    with patch("app.report.limit", 99):
        assert report.most() == 99
