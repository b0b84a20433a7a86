from app import conf

MODE = conf.VIEW["mode"]
