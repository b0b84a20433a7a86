from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from decimal import Decimal


def half(number: Decimal) -> Decimal:
    return t.cast("Decimal", number) / 2
