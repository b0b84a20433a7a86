"""What can go wrong, for callers."""


class HarborError(Exception):
    """The base of all errors that people are shown without a traceback."""


class UnknownVessel(HarborError):
    def __init__(self, name):
        super().__init__(f"no such vessel: {name}")
        self.name = name
