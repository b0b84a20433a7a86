import heavy as tool
from app.back import size

__all__ = ["tool", "size"]
