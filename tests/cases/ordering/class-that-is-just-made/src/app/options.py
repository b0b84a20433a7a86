import hv

from app.base import Base


class Options(Base):
    size = hv.SIZE


NAMES = Options.schema
