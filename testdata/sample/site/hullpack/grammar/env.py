"""The ENV instruction."""

from hullpack.grammar.patterns import instruction

PATTERNS = instruction("ENV", ("name", "value"))
