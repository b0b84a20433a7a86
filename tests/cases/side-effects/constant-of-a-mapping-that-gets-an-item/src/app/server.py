import app.conf as conf
from framely import DEFAULT_WIDTH

SEEN = sorted(conf.ROUTES)


def serve():
    return SEEN, DEFAULT_WIDTH
