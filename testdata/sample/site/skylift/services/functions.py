"""The functions service."""

from skylift.shapes import operations

NOUNS = ("function", "layer", "alias_name")
OPERATIONS = operations("functions", NOUNS)
