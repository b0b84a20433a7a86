import framely

KINDS = [framely.Frame.__name__]


def helper():
    return KINDS
