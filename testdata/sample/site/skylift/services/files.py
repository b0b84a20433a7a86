"""The files service."""

from skylift.shapes import operations

NOUNS = ("file_system", "mount_target", "access_point")
OPERATIONS = operations("files", NOUNS)
