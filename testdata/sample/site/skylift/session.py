"""A session gives access to the services."""

from skylift.config import REGIONS
from skylift.errors import SkyliftError
from skylift.services.compute import Compute


class Session:
    def __init__(self, region="north"):
        if region not in REGIONS:
            raise SkyliftError(f"no such region: {region}")
        self.region = region
        self.compute = Compute(REGIONS[region])
