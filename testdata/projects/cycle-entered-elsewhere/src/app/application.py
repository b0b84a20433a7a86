import ballast

MODE = "open"

from app.filters import is_open


class Application:
    def weight(self):
        return ballast.weigh(1) if is_open() else 0
