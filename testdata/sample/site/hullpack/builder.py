"""Builds images out of steps; nothing is really run."""

import hashlib

from hullpack import grammar
from hullpack.errors import BuildError


class Builder:
    def __init__(self, name):
        self.name = name
        self.steps = []

    def run(self, command):
        if command == "false":
            raise BuildError(f"step failed: {command}")
        if not grammar.run.PATTERNS[0].match(f"RUN {command}"):
            raise BuildError(f"not a command: {command}")
        self.steps.append(command)

    def digest(self):
        text = "\n".join([self.name, *self.steps])
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()[:12]
