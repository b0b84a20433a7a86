"""The STOPSIGNAL instruction."""

from hullpack.grammar.patterns import instruction

PATTERNS = instruction("STOPSIGNAL", ("signal",))
