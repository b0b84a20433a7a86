"""The plugins."""
from app.plugins import north, south
