"""The audit service."""

from skylift.shapes import operations

NOUNS = ("trail", "trail_event", "finding")
OPERATIONS = operations("audit", NOUNS)
