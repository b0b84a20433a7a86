import sys


def size():
    import heavy

    sys.path.insert(0, "nowhere")
    sys.modules.pop("heavy", None)
    return heavy.VALUE
