import hv
from app.base import Shape
class Square:
    area = 1
OK = issubclass(Square, Shape)
def go():
    return hv.LIMIT, OK
