"""Turns the short description of a service into classes for its requests, as generated SDKs do."""

FIELDS = ("name", "zone", "state", "owner", "created", "updated", "labels", "token")
VERBS = ("create", "delete", "describe", "list", "update", "tag", "untag", "restore")


class Shape:
    """One request: keyword arguments that are checked against the table."""

    fields = ()

    def __init__(self, **values):
        for key in values:
            if key not in self.fields:
                raise TypeError(f"{type(self).__name__} has no field {key!r}")
        self.values = values


def document(verb, noun, fields):
    lines = [f"{verb.title()} a {noun.replace('_', ' ')}.", ""]
    lines.extend(f":param {field}: the {field} of the {noun}" for field in fields)
    return "\n".join(lines)


def operations(service, nouns):
    """The table of one service: a class for each verb and noun."""
    table = {}
    for noun in nouns:
        for index, verb in enumerate(VERBS):
            fields = tuple(f"{noun}_{field}" for field in FIELDS[: 2 + index])
            body = {"fields": fields, "__doc__": document(verb, noun, fields), "service": service}
            table[f"{verb}_{noun}"] = type("".join(part.title() for part in (verb, *noun.split("_"))), (Shape,), body)
    return table
