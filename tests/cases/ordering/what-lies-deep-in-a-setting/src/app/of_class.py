from app import conf

MOST = conf.Limits().get()
