"""The logs service."""

from skylift.shapes import operations

NOUNS = ("group", "stream", "filter_rule")
OPERATIONS = operations("logs", NOUNS)
