import os

SIZE = os.environ.get("BASE_SIZE", "1")


class Base:
    pass
