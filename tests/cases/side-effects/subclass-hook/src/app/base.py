import abc
asked = []
class Shape(abc.ABC):
    @classmethod
    def __subclasshook__(cls, other):
        asked.append(other.__name__)
        return hasattr(other, "area")
