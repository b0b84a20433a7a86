"""Errors of the library."""


class HullpackError(Exception):
    pass


class BuildError(HullpackError):
    pass
