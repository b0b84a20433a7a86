import typing

from app.model import Ship
from app.schema import schema

print(schema(), typing.get_type_hints(Ship.weight), Ship().weight())
