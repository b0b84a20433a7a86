"""An optional part, which somebody tries."""
from app.work import helper


class Extra:
    kind = staticmethod(helper)
