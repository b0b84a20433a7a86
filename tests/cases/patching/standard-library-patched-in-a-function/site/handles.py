import json


class Fault(json.JSONDecodeError):
    pass
