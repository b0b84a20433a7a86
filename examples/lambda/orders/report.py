"""Sums of orders."""
from __future__ import annotations

import pandas as pd


def by_customer(orders: list[dict]) -> dict[str, float]:
    frame = pd.DataFrame(orders)
    return {name: float(total) for name, total in frame.groupby("customer")["total"].sum().items()}
