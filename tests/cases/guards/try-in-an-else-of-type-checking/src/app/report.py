import typing as t

if t.TYPE_CHECKING:
    from framely import Frame
    from framely import LIMIT as limit
else:
    try:
        from framely import Frame
        from framely import LIMIT as limit
    except ImportError:  # not everywhere
        Frame = None
        limit = 0


def size() -> int:
    return Frame.size if Frame else 0


def most() -> "t.Optional[int]":
    return limit
