from app import load
from app import api
