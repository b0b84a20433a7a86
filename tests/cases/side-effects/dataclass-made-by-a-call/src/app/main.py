from app.base import KNOWN
from app.kinds import make
def known():
    return list(KNOWN)
def run():
    return make()
