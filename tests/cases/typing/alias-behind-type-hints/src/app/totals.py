from __future__ import annotations

import typing
from typing import List, Union

from framely import Frame

Frames = Union[Frame, List[Frame]]


def total(frames: Frames) -> int:
    return sum(frame.total() for frame in (frames if isinstance(frames, list) else [frames]))


def takes():
    return typing.get_type_hints(total)["frames"]
