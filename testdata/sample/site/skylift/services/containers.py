"""The containers service."""

from skylift.shapes import operations

NOUNS = ("task", "task_definition", "service_group")
OPERATIONS = operations("containers", NOUNS)
