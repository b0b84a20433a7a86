import json


class Encoder(json.JSONEncoder):
    def default(self, value):
        return str(value)


def dumps(value):
    return json.dumps(value, cls=Encoder)
