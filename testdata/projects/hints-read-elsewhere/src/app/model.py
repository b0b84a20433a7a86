from __future__ import annotations

import ballast
from ballast import Keel


class Ship:
    keel: Keel
    spare: ballast.Keel | None = None

    def weight(self) -> ballast.Keel:
        return Keel(1)
