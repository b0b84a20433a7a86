"""The cloud side: what callers need is importable from here."""

from harbor.cloud.client import Session, connect
from harbor.cloud.machines import fetch_fleet, start

__all__ = ["Session", "connect", "fetch_fleet", "start"]
