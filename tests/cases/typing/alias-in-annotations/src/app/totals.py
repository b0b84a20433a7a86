from __future__ import annotations

from typing import List, Union

from framely import Frame

Frames = Union[Frame, List[Frame]]


def total(frames: Frames) -> int:
    return sum(frame.total() for frame in (frames if isinstance(frames, list) else [frames]))
