from app.core import Tug


def test_weight():
    assert Tug().weight() == 3
