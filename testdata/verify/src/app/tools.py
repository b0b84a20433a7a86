"""Tools."""
import json

import app.codec  # noqa: F401
from app.errors import HarbourError
from app.model import Ship


class Client:
    """Asks for ships."""

    def fetch(self, name):
        return json.dumps({"name": name})


def load(text):
    try:
        data = json.loads(text)
    except ValueError:
        raise HarbourError(text)
    return Ship(**data)
