"""The ARG instruction."""

from hullpack.grammar.patterns import instruction

PATTERNS = instruction("ARG", ("name",))
