from __future__ import annotations

from typing import TYPE_CHECKING

from ballast import weigh

if TYPE_CHECKING:
    from ballast import Keel
else:
    Keel = object


def weight(keel: Keel) -> int:
    return weigh(keel.weight, 1)


def is_keel(value) -> bool:
    return isinstance(value, Keel)
