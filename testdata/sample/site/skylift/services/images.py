"""The images service."""

from skylift.shapes import operations

NOUNS = ("image", "recipe", "pipeline")
OPERATIONS = operations("images", NOUNS)
