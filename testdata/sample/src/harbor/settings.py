"""Settings from the environment and the command line."""

from __future__ import annotations

import os
from dataclasses import dataclass

DEFAULT_REGION = "north"


@dataclass(frozen=True)
class Settings:
    region: str
    limit: int


def load_settings(region: str | None = None) -> Settings:
    return Settings(
        region=region or os.environ.get("HARBOR_REGION", DEFAULT_REGION),
        limit=int(os.environ.get("HARBOR_LIMIT", "20")),
    )
