from app import images


def test_names(monkeypatch):
    names = images.make()
    monkeypatch.setattr(images, "Client", None)
    try:
        names()
    except TypeError:
        return
    raise AssertionError
