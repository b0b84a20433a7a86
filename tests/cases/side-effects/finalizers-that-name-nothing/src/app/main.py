from app.base import Base
from app.closer import Closer
from app.entered import Entered
from app.other import Other

Both = type("Both", (Closer, Base), {})
KEPT = []


def main():
    KEPT.extend([Both(), Entered(), Other()])
    print("main")
