"""Regions and limits."""

REGIONS = {"north": ("n1", "n2"), "south": ("s1",), "east": ("e1", "e2", "e3")}
