"""The learning service."""

from skylift.shapes import operations

NOUNS = ("model", "endpoint", "training_job")
OPERATIONS = operations("learning", NOUNS)
