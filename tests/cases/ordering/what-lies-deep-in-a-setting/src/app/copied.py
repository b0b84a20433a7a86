import copy

from app import conf

CONF = copy.deepcopy(conf.CONF)
