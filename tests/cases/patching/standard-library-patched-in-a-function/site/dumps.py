import json


def tell(value):
    try:
        return json.dumps(value)
    except TypeError:
        return "none"


TEXT = tell(object())
