"""The streams service."""

from skylift.shapes import operations

NOUNS = ("stream", "shard", "consumer")
OPERATIONS = operations("streams", NOUNS)
