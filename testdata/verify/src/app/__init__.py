"""Harbour: ships and their papers."""
from app.errors import HarbourError
from app.model import Ship, describe
from app.tools import Client, load
from app import plugins

VERSION = "1.2"

__all__ = ["Client", "HarbourError", "Ship", "describe"]
