from .hull import hull
from .other import other

__all__ = ["hull", "other"]
