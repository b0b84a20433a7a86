"""Connections. The tests replace `skylift` in this module."""

from __future__ import annotations

import skylift
from skylift.session import Session

from harbor.settings import Settings


def connect(settings: Settings) -> Session:
    return skylift.connect(region=settings.region)


def regions() -> list[str]:
    return sorted(skylift.REGIONS)
