from .core import Tug
