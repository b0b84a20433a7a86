try:
    import framely

    framely.settings.fast = True
except ImportError:
    framely = None


def fast():
    return framely.settings.fast
