name = "report"

try:
    import framely

    framely.settings.fast = True
    import framely.hull

    title = f"{name} of {framely.__name__}"
    why = ""
except ImportError as error:
    framely = None
    title = name
    why = str(error)

try:
    import framely_extra as extra
except ImportError as error:
    try:
        import framely.missing as extra
    except ImportError:
        extra = None
    reason = type(error).__name__
else:
    reason = None


def depth():
    return (framely.hull.DEPTH, framely.settings.fast) if framely else (0, why)


def describe():
    return title, extra, reason
