"""The registry service."""

from skylift.shapes import operations

NOUNS = ("repository", "image_tag", "scan")
OPERATIONS = operations("registry", NOUNS)
