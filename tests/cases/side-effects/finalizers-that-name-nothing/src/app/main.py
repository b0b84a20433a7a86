from app.base import Base
from app.closer import Closer
from app.entered import Entered
from app.other import Other

Both = type("Both", (Closer, Base), {})
KEPT = []


class Held(Entered):
    pass


class Seen(Other):
    pass


def main():
    KEPT.extend([Both(), Held(), Seen()])
    print("main")
