from unittest import mock

from app import images


def answer(session_mocker, target):
    with session_mocker.patch(target):
        return images.names()


def test_names():
    return answer(mock, "dockyard.from_env")
