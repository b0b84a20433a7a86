from ... import core
from ...core import Core as C
from .. import side
from ..side import SIDE
from . import d


def make():
    return C(d.D), core.Core(2), SIDE + side.SIDE
