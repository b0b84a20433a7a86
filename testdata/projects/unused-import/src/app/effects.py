import ballast.hull.frames
from ballast import Keel as _unused


def nothing():
    return None
