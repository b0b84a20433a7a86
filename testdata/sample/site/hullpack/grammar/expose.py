"""The EXPOSE instruction."""

from hullpack.grammar.patterns import instruction

PATTERNS = instruction("EXPOSE", ("port",))
