"""The HEALTHCHECK instruction."""

from hullpack.grammar.patterns import instruction

PATTERNS = instruction("HEALTHCHECK", ("interval", "command"))
