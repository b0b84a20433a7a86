"""The cdn service."""

from skylift.shapes import operations

NOUNS = ("distribution", "origin", "invalidation")
OPERATIONS = operations("cdn", NOUNS)
