import hv_client

from app import conf

TEXT = repr(conf.OTHER)
LEVEL = hv_client.level()
NAME = conf.settings.name
ITEM = conf.TABLE["y"]
