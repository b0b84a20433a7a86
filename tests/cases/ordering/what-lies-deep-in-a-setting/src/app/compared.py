from app import conf

IS_DEFAULT = conf.CONF == {"db": {"hosts": [], "url": "a"}}
