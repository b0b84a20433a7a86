import typing

from app import model


def schema(owner=model.Ship):
    return {name: str(hint) for name, hint in typing.get_type_hints(owner).items()}
