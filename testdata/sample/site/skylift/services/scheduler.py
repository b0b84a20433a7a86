"""The scheduler service."""

from skylift.shapes import operations

NOUNS = ("schedule", "schedule_group", "calendar")
OPERATIONS = operations("scheduler", NOUNS)
