"""The identity service."""

from skylift.shapes import operations

NOUNS = ("policy", "role", "credential")
OPERATIONS = operations("identity", NOUNS)
