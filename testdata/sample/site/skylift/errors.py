"""Errors of the SDK."""


class SkyliftError(Exception):
    pass


class NotFound(SkyliftError):
    pass
