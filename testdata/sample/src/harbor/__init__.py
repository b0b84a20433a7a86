"""Harbor: moves a fleet of small machines around."""

from harbor.cloud import Session, connect
from harbor.errors import HarborError
from harbor.images import build_image
from harbor.model import Fleet, Vessel

__version__ = "1.4.0"

__all__ = ["Fleet", "HarborError", "Session", "Vessel", "build_image", "connect"]
