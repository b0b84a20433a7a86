from dataclasses import dataclass, fields

from heavy import Thing


@dataclass
class Box:
    inside: Thing


def kinds():
    return [field.type for field in fields(Box)]
