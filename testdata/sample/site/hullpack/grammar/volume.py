"""The VOLUME instruction."""

from hullpack.grammar.patterns import instruction

PATTERNS = instruction("VOLUME", ("path",))
