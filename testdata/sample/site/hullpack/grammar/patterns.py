"""Builds the patterns of one instruction."""

import re

VALUE = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"']+)"""
FLAG = r"--(?P<{0}>[a-z][a-z-]*)(?:=(?P<{0}_value>{1}))?"


def instruction(keyword, arguments):
    """Compiles one pattern for each number of flags, and one for each argument."""
    parts = []
    for count in range(3):
        flags = "".join(rf"(?:\s+{FLAG.format(f'flag{at}', VALUE)})?" for at in range(count))
        body = r"\s+".join(rf"(?P<{argument}>{VALUE})" for argument in arguments)
        parts.append(re.compile(rf"^\s*{keyword}{flags}\s+{body}\s*(?:#.*)?$", re.IGNORECASE))
    return parts
