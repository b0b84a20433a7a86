import json

from app import table


class Encoder(json.JSONEncoder):
    def default(self, value):
        table.SEEN.append("encoded")
        return str(value)


TEXT = json.dumps({"at": 1j}, cls=Encoder)
USED = True
