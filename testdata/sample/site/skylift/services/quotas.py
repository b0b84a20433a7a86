"""The quotas service."""

from skylift.shapes import operations

NOUNS = ("quota", "request", "template")
OPERATIONS = operations("quotas", NOUNS)
