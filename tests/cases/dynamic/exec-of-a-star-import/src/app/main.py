def load(name):
    ns = {}
    exec("from app.%s import *" % name, ns)
    return sorted(k for k in ns if k.isupper())
