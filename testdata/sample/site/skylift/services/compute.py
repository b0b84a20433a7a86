"""The compute service, the only one that does something: it keeps machines in memory."""

import hashlib

from skylift.errors import NotFound
from skylift.shapes import operations

NOUNS = ("machine", "disk", "placement_group", "image_copy")
OPERATIONS = operations("compute", NOUNS)
NAMES = ("aurora", "bonito", "curlew", "dory", "egret", "fulmar", "gannet", "heron")


class Machine:
    def __init__(self, name, zone):
        self.name = name
        self.zone = zone
        self.load = hashlib.sha256(name.encode()).digest()[0] / 25.6


class Compute:
    def __init__(self, zones):
        self.zones = zones
        self.machines = [Machine(name, zones[at % len(zones)]) for at, name in enumerate(NAMES)]

    def list_machines(self, limit=20):
        return self.machines[:limit]

    def start_machine(self, name, image):
        if not image:
            raise NotFound(f"no such image: {image!r}")
        self.machines.append(Machine(name, self.zones[len(self.machines) % len(self.zones)]))
        return self.machines[-1]
