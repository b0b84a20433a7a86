import hv

LEVEL = (len(hv.__name__), hv.LOADED)


def is_debug():
    from app import config

    return config.DEBUG
