"""The search service."""

from skylift.shapes import operations

NOUNS = ("domain", "index", "package")
OPERATIONS = operations("search", NOUNS)
