"""Names and tags of images."""

from __future__ import annotations

from hullpack.reference import DEFAULT_TAG, Reference, parse


def normalise(name: str) -> str:
    reference: Reference = parse(name)
    return f"{reference.repository}:{reference.tag or DEFAULT_TAG}"
