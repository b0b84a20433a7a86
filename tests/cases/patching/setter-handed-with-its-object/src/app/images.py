from hv import connect
def size():
    return connect()
