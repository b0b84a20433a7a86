from app.api import *
from app.api import __all__
