__lazy_modules__ = ['json']

import heavy
import json


def size():
    return json.dumps(heavy.VALUE)
