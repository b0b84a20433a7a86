"""The objects service."""

from skylift.shapes import operations

NOUNS = ("bucket", "object_lock", "lifecycle")
OPERATIONS = operations("objects", NOUNS)
