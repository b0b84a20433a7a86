"""The orchestration service."""

from skylift.shapes import operations

NOUNS = ("stack", "change_set", "stack_set")
OPERATIONS = operations("orchestration", NOUNS)
