"""What can go wrong."""


class HarbourError(Exception):
    """Something is wrong."""
