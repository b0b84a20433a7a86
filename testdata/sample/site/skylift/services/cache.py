"""The cache service."""

from skylift.shapes import operations

NOUNS = ("cluster", "node_group", "parameter")
OPERATIONS = operations("cache", NOUNS)
