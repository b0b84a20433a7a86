from app.registry import signals


@signals.signal("started").connect
def started():
    return "started"


def name():
    return started()
