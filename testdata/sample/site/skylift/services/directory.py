"""The directory service."""

from skylift.shapes import operations

NOUNS = ("user", "group", "role_link")
OPERATIONS = operations("directory", NOUNS)
