import hv
def app_hook():
    return hv.LIMIT
class T(hv.Frame): pass
