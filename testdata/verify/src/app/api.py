"""Everything in one place."""
from app.model import *

from app.tools import Client
