from app import conf

TEXT = repr(conf.CONF)
