import os


def size(ask):
    import heavy

    os.environ["PAGER"] = "cat"
    try:
        extra = ask()
    except Exception:
        extra = 0
    return heavy.VALUE, extra
