"""References to images, such as `registry.example/team/name:tag`."""

import re

DEFAULT_TAG = "latest"
PATTERN = re.compile(
    r"^(?:(?P<host>[a-z0-9.-]+(?::\d+)?)/)??(?P<path>[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
    r"(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)(?::(?P<tag>[\w][\w.-]{0,127}))?$"
)


class Reference:
    def __init__(self, repository, tag):
        self.repository = repository
        self.tag = tag


def parse(text):
    match = PATTERN.match(text)
    if match is None:
        raise ValueError(f"not a reference: {text!r}")
    return Reference(match["path"], match["tag"])
