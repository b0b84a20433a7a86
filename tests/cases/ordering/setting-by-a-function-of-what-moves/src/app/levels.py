import hv

from app import config

LEVEL = (10 if config.DEBUG else 20, hv.LOADED)
