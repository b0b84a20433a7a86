"""Container images."""

from harbor.images.build import build_image
from harbor.images.tags import normalise

__all__ = ["build_image", "normalise"]
