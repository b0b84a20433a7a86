"""Building images. The decorator is applied when this module is imported, so `hullpack` has to be there by then."""

from __future__ import annotations

import hullpack

from harbor.images.tags import normalise


@hullpack.retry(times=3)
def build_image(name: str, commands: list[str]) -> str:
    image = hullpack.Builder(normalise(name))
    for command in commands:
        image.run(command)
    return image.digest()
