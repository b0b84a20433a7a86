"""The WORKDIR instruction."""

from hullpack.grammar.patterns import instruction

PATTERNS = instruction("WORKDIR", ("path",))
