from app.barge import Barge
from app.tug import Tug

KINDS = {"barge": Barge, "tug": Tug}


def name_of(kind):
    return KINDS[kind].name
